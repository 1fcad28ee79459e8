'use client';

import { BookOpenText, BookText, Copy, FileText, FlaskConical, Percent, RotateCw, Undo2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useStore } from 'zustand';
import { toastError } from '@/components/runs/toast-error';
import { COLOURS, coloursOf } from '@/components/runs/token-colours-select';
import { COPYING_BLOCKED, copyText } from '@/components/ui/copy-button';
import type { MoreAction, MoreChoice } from '@/components/ui/more-items';
import { MoreMenu } from '@/components/ui/more-menu';
import { toast } from '@/components/ui/toast';
import { useActions } from '@/lib/platform/client/actions';
import { SHORTCUTS } from '@/lib/platform/client/shortcuts';
import { PHONE, useMedia } from '@/lib/platform/client/use-media';
import { setWithPrompt, useWithPrompt } from '@/lib/platform/client/with-prompt';
import { undoAppend, useUndoableAppend } from '@/lib/playground/client/draft-append';
import { regenerate } from '@/lib/playground/client/run-controller';
import { useChosenChoice } from '@/lib/runs/client/chosen-choice';
import type { RunStore } from '@/lib/runs/client/run-store';
import { allText } from '@/lib/runs/client/run-text';
import { setTokenColours, useTokenColours } from '@/lib/runs/client/token-colours';
import { useRunView } from '@/lib/runs/client/use-run-view';
import { closeWhatIf, openWhatIf, settingsOfRequest, whatIfOf } from '@/lib/runs/client/what-if';
import { isScoring } from '@/lib/runs/model/score/score-request';
import { usePlaygroundSlots } from '../playground-slots';
import { RUN_WITH_PROBABILITIES, useRunWithProbabilities } from './show-probabilities';

export interface OutputMoreProps {
  store: RunStore;
  live: boolean;
  /** The prompt can be shown around the output. */
  joinable: boolean;
  /** Names what can be copied; null while there is no text. */
  copyLabel: string | null;
  /** The output came without probabilities, which the next run can have. */
  withoutTokens: boolean;
  runId: string | null;
}

/** In words what the header has as icons elsewhere: a touch screen has no tooltips. */
export function OutputMore({ store, live, joinable, copyLabel, withoutTokens, runId }: OutputMoreProps) {
  const router = useRouter();
  const { openAsDocument } = usePlaygroundSlots();
  const chosen = useChosenChoice(store);
  const withPrompt = useWithPrompt();
  const appended = useUndoableAppend();
  const runWithProbabilities = useRunWithProbabilities();
  const actions: MoreAction[] = [];
  if (!live) {
    actions.push({
      label: REGENERATE,
      icon: <RotateCw aria-hidden="true" />,
      onSelect: () => regenerate(),
    });
  }
  if (appended !== null) {
    actions.push({
      label: 'Undo append',
      icon: <Undo2 aria-hidden="true" />,
      onSelect: () => undoAppend(),
    });
  }
  if (copyLabel !== null) {
    actions.push({
      label: copyLabel,
      icon: <Copy aria-hidden="true" />,
      onSelect: () => void copyAll(store),
    });
  }
  if (joinable) {
    actions.push({
      label: withPrompt ? 'Hide prompt' : 'Show prompt',
      icon: <BookOpenText aria-hidden="true" />,
      onSelect: () => setWithPrompt(!withPrompt),
    });
  }
  if (withoutTokens) {
    actions.push({
      label: RUN_WITH_PROBABILITIES,
      icon: <Percent aria-hidden="true" />,
      onSelect: () => void runWithProbabilities(),
    });
  }
  if (runId !== null && !live) {
    actions.push({
      label: 'Open as document',
      icon: <BookText aria-hidden="true" />,
      onSelect: () => openAsDocument(runId, chosen ?? 0).then(router.push, toastError),
    });
  }
  if (runId !== null) {
    actions.push({
      label: 'Open run details',
      icon: <FileText aria-hidden="true" />,
      onSelect: () => router.push(`/history/${runId}`),
    });
  }
  const folded = useFolded(store);
  useActions(() =>
    actions.map(({ label, onSelect }) => ({
      id: label === REGENERATE ? 'regenerate' : `output:${label}`,
      label,
      ...(label === REGENERATE ? { keys: SHORTCUTS.regenerate.keys, also: 'again repeat' } : {}),
      run: onSelect,
    })),
  );
  return (
    <MoreMenu label="More for this output" actions={[...actions, ...folded.actions]} choice={folded.choice} />
  );
}

/** What has no place in the header of a phone. */
function useFolded(store: RunStore): { actions: readonly MoreAction[]; choice?: MoreChoice } {
  const isPhone = useMedia(PHONE, false);
  const hasTokens = useRunView(store, (view) => view?.choices.some((choice) => choice.hasTokens) ?? false);
  const isScore = useRunView(store, (view) => view !== null && isScoring(view.startRequest.request));
  const colours = useTokenColours(undefined, isScore);
  const whatIf = whatIfOf(store);
  const isTrying = useStore(whatIf, ({ own }) => own !== null);
  if (!isPhone || !hasTokens) return { actions: [] };
  return {
    actions: isScore
      ? []
      : [
          {
            label: isTrying ? 'Close What if' : 'What if',
            icon: <FlaskConical aria-hidden="true" />,
            onSelect: () =>
              isTrying
                ? closeWhatIf(whatIf)
                : openWhatIf(whatIf, settingsOfRequest(store.view().startRequest.request)),
          },
        ],
    choice: {
      label: 'Token colors',
      value: colours,
      options: COLOURS,
      onChoose: (value) => setTokenColours(coloursOf(value), isScore),
    },
  };
}

const REGENERATE = SHORTCUTS.regenerate.label;

async function copyAll(store: RunStore): Promise<void> {
  const done = await copyText(allText(store.state));
  toast(done ? 'Copied.' : COPYING_BLOCKED, { tone: done ? 'good' : 'bad' });
}
