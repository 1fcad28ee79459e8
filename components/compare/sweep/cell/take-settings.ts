'use client';

import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { toast } from '@/components/ui/toast';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import { sweepOf } from '@/lib/compare/client/sweep-plan';
import { requestedPrompt, settingsOfSweepCell } from '@/lib/compare/model/plan';
import { draftHasText, draftPrompts, isNewcomersText } from '@/lib/playground/client/draft';
import { getDraft, replaceDraft } from '@/lib/playground/client/draft-store';
import { clearParameterErrors } from '@/lib/runs/client/parameter-errors';

/** Replaces the playground's draft with the cell's request; the previous draft can be restored. */
export function useTakeSettings(cell: string): () => void {
  const { plan: store, session } = useCompareStore();
  const router = useRouter();
  return useCallback(() => {
    const plan = sweepOf(store.view().plan);
    const settings = settingsOfSweepCell(plan, cell);
    if (!settings) return;
    const run = session.run(cell);
    const before = getDraft();
    clearParameterErrors();
    replaceDraft({
      connectionId: plan.base.connectionId,
      model: plan.base.model,
      ...draftPrompts(requestedPrompt(plan), before.injected),
      settings,
      background: before.background,
      parent: run ? { runId: run.runId, kind: 'edit' } : null,
      preset: null,
    });
    router.push('/');
    if (!draftHasText(before) || isNewcomersText(before)) {
      toast('Settings copied to the playground.', {
        id: 'draft',
        action: { label: 'Undo', onClick: () => replaceDraft(before) },
      });
      return;
    }
    toast('Your draft was replaced.', {
      id: 'draft',
      action: { label: 'Undo', onClick: () => replaceDraft(before) },
    });
  }, [store, session, cell, router]);
}
