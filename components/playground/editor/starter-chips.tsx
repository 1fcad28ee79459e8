'use client';

import { cx } from '@/components/ui/cx';
import { useHydrated } from '@/lib/platform/client/use-hydrated';
import { sendParameter, setParameter } from '@/lib/playground/client/draft-settings';
import { changeDraft, setPrompt, useDraft } from '@/lib/playground/client/draft-store';
import { useCurrentStore } from '@/lib/playground/client/run-controller';
import { STARTER_PROMPTS } from '@/lib/practice/starter-prompts';

/**
 * Starting points: while there is no prompt, and until the first run also while the prompt is one of them, as
 * on a first visit.
 */
export function StarterChips({ focusEditor }: { focusEditor: () => void }) {
  const hydrated = useHydrated();
  const isEmpty = useDraft(({ prompts }) => prompts[0] === '');
  const chosen = useDraft(({ prompts }) => STARTER_PROMPTS.find(({ prompt }) => prompt === prompts[0]));
  const hasRun = useCurrentStore() !== null;
  if (!hydrated || !(isEmpty || (chosen && !hasRun))) return null;
  return (
    <section
      aria-label="Starter prompts"
      className={cx(
        'flex flex-wrap items-center gap-1.5 px-4 pt-1 pb-3',
        // On a phone they would push an output that is being read.
        hasRun && 'max-wide:hidden',
      )}
    >
      <span className="text-xs text-ink-3">Try</span>
      {STARTER_PROMPTS.map((starter) => (
        <button
          key={starter.title}
          type="button"
          aria-pressed={starter === chosen}
          onClick={() => {
            setPrompt(0, starter.prompt);
            changeDraft({ parent: null });
            if (starter.suffix !== undefined) setParameter('suffix', starter.suffix);
            else if (chosen?.suffix !== undefined) sendParameter('suffix', false);
            focusEditor();
          }}
          className="h-6 rounded-sm border px-2 text-xs text-ink-2 transition-colors hover:border-line-strong hover:bg-hover hover:text-ink pointer-coarse:h-10 aria-pressed:border-accent aria-pressed:text-accent"
        >
          {starter.title}
        </button>
      ))}
    </section>
  );
}
