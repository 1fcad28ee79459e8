'use client';

import { focusableScroller } from '@/components/ui/focusable-scroller';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import { promptTexts } from '@/lib/protocol/request/prompts';

/**
 * What the outputs continue, a few lines of it at a time. Prompts that differ would say which output is which, and
 * are not shown.
 */
export function JudgedPrompt({ cells }: { cells: readonly string[] }) {
  const { session } = useCompareStore();
  const stores = cells.flatMap((cell) => session.run(cell)?.store ?? []);
  // The first choice of a run answers its first prompt.
  const prompts = new Set(
    stores.map((store) => promptTexts(store.view().startRequest.request.prompt)[0] ?? ''),
  );
  const [prompt = ''] = prompts;
  const haveChoices = stores.some(({ state }) => state.choices.length > 1);
  return (
    <div className="shrink-0 border-b px-4 py-2">
      <h2 className="text-xs font-medium text-ink-2">Prompt</h2>
      {prompts.size > 1 ? (
        <p className="text-ink-3">
          The prompts are hidden because they differ and would reveal which output is which.
        </p>
      ) : (
        <section
          ref={focusableScroller}
          aria-label="Prompt"
          className="text-model max-h-[4.6em] overflow-y-auto wrap-anywhere whitespace-pre-wrap -outline-offset-2"
        >
          {prompt}
        </section>
      )}
      {haveChoices && <p className="mt-1 text-xs text-ink-3">Only choice 1 of each run is shown.</p>}
    </div>
  );
}
