'use client';

import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { toast } from '@/components/ui/toast';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import { columnsOf } from '@/lib/compare/client/plan-actions';
import { requestedPrompt } from '@/lib/compare/model/plan';
import { draftHasText, draftPrompts, isNewcomersText } from '@/lib/playground/client/draft';
import { getDraft, replaceDraft } from '@/lib/playground/client/draft-store';
import { clearParameterErrors } from '@/lib/runs/client/parameter-errors';

/** Replaces the playground's draft with the column's request; the previous draft can be restored. */
export function useOpenInPlayground(id: string): () => void {
  const { plan: store, session } = useCompareStore();
  const router = useRouter();
  return useCallback(() => {
    const plan = columnsOf(store.view().plan);
    const column = plan.columns.find((candidate) => candidate.id === id);
    if (!column) return;
    const prompt = requestedPrompt(column.prompt === undefined ? plan : column);
    const run = session.run(id);
    const before = getDraft();
    clearParameterErrors();
    replaceDraft({
      connectionId: column.connectionId,
      model: column.model,
      ...draftPrompts(prompt, before.injected),
      settings: column.settings,
      background: before.background,
      parent: run ? { runId: run.runId, kind: 'edit' } : null,
      preset: null,
    });
    router.push('/');
    if (!draftHasText(before) || isNewcomersText(before)) return;
    toast('Your draft was replaced.', {
      id: 'draft',
      action: { label: 'Undo', onClick: () => replaceDraft(before) },
    });
  }, [store, session, id, router]);
}
