'use client';

import { useHydrated } from '@/lib/platform/client/use-hydrated';
import { setParameter } from '@/lib/playground/client/draft-settings';
import { changeDraft, setPrompt, useDraft } from '@/lib/playground/client/draft-store';
import { STARTER_PROMPTS } from '@/lib/practice/starter-prompts';

/** Starting points, shown while there is no prompt. */
export function StarterChips({ focusEditor }: { focusEditor: () => void }) {
  const hydrated = useHydrated();
  const empty = useDraft((draft) => !draft.asList && draft.prompts[0] === '');
  if (!hydrated || !empty) return null;
  return (
    <section aria-label="Starter prompts" className="flex flex-wrap items-center gap-1.5 px-4 pt-1 pb-3">
      <span className="text-xs text-ink-3">Or start from</span>
      {STARTER_PROMPTS.map((starter) => (
        <button
          key={starter.title}
          type="button"
          onClick={() => {
            setPrompt(0, starter.prompt);
            changeDraft({ parent: null });
            if (starter.suffix !== undefined) setParameter('suffix', starter.suffix);
            focusEditor();
          }}
          className="h-6 rounded-sm border px-2 text-xs text-ink-2 transition-colors hover:border-line-strong hover:bg-hover hover:text-ink pointer-coarse:h-10"
        >
          {starter.title}
        </button>
      ))}
    </section>
  );
}
