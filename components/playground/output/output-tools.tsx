'use client';

import { FileText, RotateCw } from 'lucide-react';
import { useCallback, useRef } from 'react';
import { PromptToggle } from '@/components/runs/prompt-toggle';
import { CopyButton } from '@/components/ui/copy-button';
import { cx } from '@/components/ui/cx';
import { IconButton, type WordFrom } from '@/components/ui/icon-button';
import { Link } from '@/components/ui/link';
import { Tooltip } from '@/components/ui/tooltip';
import { usePress } from '@/components/ui/use-press';
import { regenerate, useCurrentRun } from '@/lib/playground/client/run-controller';
import { useChosenChoice } from '@/lib/runs/client/chosen-choice';
import { hasPromptAround } from '@/lib/runs/client/prompt-around';
import type { RunStore } from '@/lib/runs/client/run-store';
import { allText } from '@/lib/runs/client/run-text';
import { isLive } from '@/lib/runs/client/run-view';
import { usePlaygroundSlots } from '../playground-slots';
import { ChoiceActions, UndoAppendButton } from './output-actions';
import { OutputMore } from './output-more';
import { ShowProbabilities } from './show-probabilities';

/**
 * Where each action has its word, the most important first: alone, and beside the colors of tokens and their legend. With less
 * space the last words go first, in both.
 */
const WORDS = {
  regenerate: ['640', '820'],
  append: ['640', '820'],
  copy: ['640', '820'],
  share: ['640', '1040'],
  details: ['640', '1040'],
  prompt: ['820', '1040'],
} as const satisfies Record<string, readonly [alone: WordFrom, besideColors: WordFrom]>;

/** The actions on all of the current run's output. */
export function OutputTools({ store }: { store: RunStore }) {
  const live = useCurrentRun((view) => view !== null && isLive(view));
  const count = useCurrentRun((view) => view?.choices.length ?? 0);
  const hasText = useCurrentRun((view) => view?.choices.some((choice) => choice.hasText) ?? false);
  const joinable = useCurrentRun((view) => view !== null && hasPromptAround(view.startRequest.request));
  const showsPrompt = joinable && (hasText || live);
  const isWithout = useCurrentRun(
    (view) =>
      view?.startRequest.request.logprobs === undefined && !view?.choices.some((choice) => choice.hasTokens),
  );
  const offersProbabilities = isWithout && hasText && !live;
  const runId = useCurrentRun((view) => view?.runId ?? null);
  const endedId = useCurrentRun((view) => (view?.phase === 'ended' ? view.runId : null));
  const chosen = useChosenChoice(store);
  const isChosen = chosen !== null;
  const { share } = usePlaygroundSlots();
  const press = usePress(live ? 'busy' : 'regenerate', (meaning) => meaning === 'regenerate' && regenerate());
  const tools = useRef<HTMLDivElement>(null);
  const focusOutput = useCallback(
    () => tools.current?.closest<HTMLElement>('section')?.focus({ preventScroll: true }),
    [],
  );
  const wordFrom = (of: keyof typeof WORDS) => WORDS[of][isWithout ? 0 : 1];
  return (
    // In a very narrow pane these wrap to a line of their own.
    <div ref={tools} className="ml-auto flex shrink-0 items-center gap-1">
      <UndoAppendButton wordFrom={wordFrom('details')} />
      <span className="flex items-center gap-1 pointer-coarse:hidden">
        {offersProbabilities && <ShowProbabilities focusNext={focusOutput} />}
        {showsPrompt && <PromptToggle wordFrom={wordFrom('prompt')} />}
        <IconButton
          size="sm"
          label="Regenerate"
          tooltip="Runs this run's prompt again, without your edits"
          word="Regenerate"
          wordFrom={wordFrom('regenerate')}
          shortcut="mod+shift+enter"
          // Not disabled: the press that starts the run would then lose the focus.
          aria-disabled={live || undefined}
          {...press}
        >
          <RotateCw aria-hidden="true" />
        </IconButton>
        {(runId !== null || live) && (
          <Tooltip content="Open run details">
            <Link
              // A run that is just being sent has no page yet, and its link keeps its place.
              href={runId === null ? '/history' : `/history/${runId}`}
              prefetch={false}
              aria-label="Open run details"
              data-word={wordFrom('details')}
              className={cx(
                'inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-ink-2 transition-colors hover:bg-hover hover:text-ink pointer-coarse:size-10',
                runId === null && 'invisible',
              )}
            >
              <FileText aria-hidden="true" className="size-3.5" />
              <span>Details</span>
            </Link>
          </Tooltip>
        )}
      </span>
      {count === 1 ? (
        <ChoiceActions
          store={store}
          index={0}
          disabled={!hasText}
          name="completion"
          wordFrom={wordFrom('copy')}
          appendWordFrom={wordFrom('append')}
          // The legend has its place there, and the menu has it, too.
          copyClassName={isWithout ? undefined : 'phone:hidden'}
        />
      ) : (
        // A choice that is used stands alone, with its own.
        !isChosen && (
          <CopyButton
            text={() => allText(store.state)}
            label="Copy all"
            wordFrom={wordFrom('copy')}
            disabled={!hasText}
          />
        )
      )}
      {share(endedId, wordFrom('share'))}
      <OutputMore
        store={store}
        live={live}
        joinable={showsPrompt}
        copyLabel={hasText ? (count > 1 ? 'Copy all' : 'Copy completion') : null}
        withoutTokens={offersProbabilities}
        runId={runId}
      />
    </div>
  );
}
