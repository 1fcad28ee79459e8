'use client';

import { BookOpenText, BookText, Copy, FileText, Percent, RotateCw, Undo2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { toastError } from '@/components/runs/toast-error';
import { COPYING_BLOCKED, copyText } from '@/components/ui/copy-button';
import type { MoreAction } from '@/components/ui/more-items';
import { MoreMenu } from '@/components/ui/more-menu';
import { toast } from '@/components/ui/toast';
import { useActions } from '@/lib/platform/client/actions';
import { SHORTCUTS } from '@/lib/platform/client/shortcuts';
import { setWithPrompt, useWithPrompt } from '@/lib/platform/client/with-prompt';
import { undoAppend, useUndoableAppend } from '@/lib/playground/client/draft-append';
import { regenerate } from '@/lib/playground/client/run-controller';
import { useChosenChoice } from '@/lib/runs/client/chosen-choice';
import type { RunStore } from '@/lib/runs/client/run-store';
import { allText } from '@/lib/runs/client/run-text';
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
  useActions(() =>
    actions.map(({ label, onSelect }) => ({
      id: label === REGENERATE ? 'regenerate' : `output:${label}`,
      label,
      ...(label === REGENERATE ? { keys: SHORTCUTS.regenerate.keys, also: 'again repeat' } : {}),
      run: onSelect,
    })),
  );
  return <MoreMenu label="More for this output" actions={actions} />;
}

const REGENERATE = SHORTCUTS.regenerate.label;

async function copyAll(store: RunStore): Promise<void> {
  const done = await copyText(allText(store.state));
  toast(done ? 'Copied.' : COPYING_BLOCKED, { tone: done ? 'good' : 'bad' });
}
