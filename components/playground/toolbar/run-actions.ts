'use client';

import { useMemo } from 'react';
import { flushSync } from 'react-dom';
import { toastError } from '@/components/runs/toast-error';
import { leaveToasts } from '@/components/ui/toast-store';
import { focusUnreadField } from '@/components/ui/unread-field';
import { useConnections } from '@/lib/connections/client/connection-list';
import { noteModelUsed } from '@/lib/connections/client/recent-models';
import { type DraftIssue, draftIssues, useDraftIssues } from '@/lib/playground/client/draft-run';
import { getDraft, useDraft } from '@/lib/playground/client/draft-store';
import { noteDraftSaved } from '@/lib/playground/client/opened-run';
import { isRunning, regenerate, runDraft, stopRun } from '@/lib/playground/client/run-controller';
import { getRunTarget, useRunTarget } from '@/lib/playground/client/run-target';
import { focusField, showParameterError } from '@/lib/runs/client/parameter-errors';

export interface RunActions {
  /** Runs the draft, or brings what is wrong with it into view. */
  readonly run: () => void;
  readonly stop: () => Promise<void>;
  readonly regenerate: () => boolean;
  /** Why Run would do nothing; null when it would run. */
  readonly blocked: DraftIssue | null;
  readonly show: (issue: DraftIssue) => void;
}

/** The actions of the playground, shared by buttons and shortcuts. */
export function useRunActions(): RunActions {
  const { connections, isPending } = useConnections();
  const connectionId = useDraft((draft) => draft.connectionId);
  const issues = useDraftIssues();
  const target = useRunTarget();
  return useMemo(() => {
    const connection = connections.find((candidate) => candidate.id === connectionId);
    // From the selector, not from the store: while the page hydrates they differ.
    const isGone = connectionId !== null && connection === undefined && !isPending;
    const gone = isGone ? GONE : null;
    // A new draft is about to get its default connection, so this is no problem to report.
    const choosing = connectionId === null && (isPending || connections.length > 0);
    const ownIssues = issues.filter(({ field }) => target === null || !isOfPrompt(field));
    const emitted = ownIssues.filter((issue) => !(choosing && issue.field === 'connection'));
    const show = (issue: DraftIssue) => {
      if (issue.field === 'connection') document.getElementById('connection-picker')?.focus();
      else focusField(issue.field);
    };
    const run = () => {
      if (isRunning()) return;
      flushSync(commitActiveField);
      if (focusUnreadField()) return;
      const text = getRunTarget();
      const issue = gone ?? draftIssues(getDraft()).find(({ field }) => text === null || !isOfPrompt(field));
      // A missing model is an error only once a run was tried without it.
      if (issue?.field === 'model') return void showParameterError('model', issue.message);
      if (issue) return show(issue);
      leaveToasts();
      const { connectionId: id, model } = getDraft();
      if (id !== null) noteModelUsed(id, model);
      const name = connection?.name ?? null;
      if (text) return text.run(name);
      noteDraftSaved();
      runDraft(name);
    };
    return {
      run,
      stop: () => stopRun().catch(toastError),
      regenerate: () => getRunTarget()?.regenerate() ?? regenerate(),
      blocked: gone ?? emitted[0] ?? null,
      show,
    };
  }, [connections, isPending, connectionId, issues, target]);
}

/** A document has its own text: what is wrong with the draft's does not keep it from running. */
function isOfPrompt(field: DraftIssue['field']): boolean {
  return field === 'prompt' || field === 'suffix' || field === 'echo';
}

/** Blocks Run only once the connections are loaded; before that, the server's own check decides. */
const GONE: DraftIssue = { field: 'connection', message: 'That connection was deleted. Choose another.' };

/** A shortcut pressed inside a field uses the field's text, even before it is applied. */
function commitActiveField(): void {
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement) || !field.closest('[data-parameter]')) return;
  field.blur();
  field.focus({ preventScroll: true });
}
