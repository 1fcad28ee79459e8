'use client';

import { draftPrompt } from '@/lib/playground/client/draft';
import { useDraftIssues } from '@/lib/playground/client/draft-run';
import { getDraft, useDraft } from '@/lib/playground/client/draft-store';
import { buildRequest } from '@/lib/protocol/request/settings';
import { RequestCodeDialog } from './request-code-dialog';

/** The draft as code: exactly what would be sent. */
export function CodeDialog({ onClose }: { onClose: () => void }) {
  const connectionId = useDraft((draft) => draft.connectionId);
  const issues = useDraftIssues().filter((issue) => issue.field !== 'connection');
  // The dialog is modal, so the draft cannot change behind it.
  const draft = getDraft();
  const { model, settings } = draft;
  const built = buildRequest({ model: model || 'MODEL', prompt: draftPrompt(draft), settings });
  return (
    <RequestCodeDialog
      built={built}
      connectionId={connectionId}
      refusals={issues.map((issue) => issue.message)}
      onClose={onClose}
    />
  );
}
