'use client';

import { useState } from 'react';
import { draftPrompt } from '@/lib/playground/client/draft';
import { draftIssues } from '@/lib/playground/client/draft-run';
import { useDraft } from '@/lib/playground/client/draft-store';
import { getRunDraft } from '@/lib/playground/client/run-target';
import { buildRequest } from '@/lib/protocol/request/settings';
import { RequestCodeDialog } from './request-code-dialog';

/** What Run would send, as code. */
export function CodeDialog({ onClose }: { onClose: () => void }) {
  // The dialog is modal, so the text and the settings cannot change behind it.
  const [draft] = useState(getRunDraft);
  const connectionId = useDraft((now) => now.connectionId);
  const { model, settings } = draft;
  const issues = draftIssues(draft).filter((issue) => issue.field !== 'connection');
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
