'use client';

import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { draftToast } from '@/components/playground/draft-toast';
import { isUpToDate } from '@/lib/compare/client/cell-run';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import {
  kindOf,
  requestedPrompt,
  settingsOfCell,
  takesPrompt,
  variantsOf,
} from '@/lib/compare/model/plan-cells';
import { cellName } from '@/lib/compare/model/plan-labels';
import { settingsColumns, settingsTable } from '@/lib/compare/model/settings-table';
import {
  type Draft,
  draftHasText,
  draftPrompt,
  draftPrompts,
  isNewcomersText,
} from '@/lib/playground/client/draft';
import { getDraft, replaceDraft } from '@/lib/playground/client/draft-store';
import { closeRun, getCurrentRun, openRun } from '@/lib/playground/client/run-controller';
import { sameValue } from '@/lib/protocol/request/settings';
import { clearParameterErrors } from '@/lib/runs/client/parameter-errors';
import { noteRunOfTab, runOfTab } from '@/lib/runs/client/run-url';

/**
 * Takes a cell's settings to the playground, and its prompt where that is part of what the cell stands for or nobody wrote
 * another one. With the same
 * prompt the cell's own run is its output: one of other settings would be stale there. What the playground had before can
 * be restored.
 */
export function useTakeSettings(cell: string): () => void {
  const { plan: store, session } = useCompareStore();
  const router = useRouter();
  return useCallback(() => {
    const { plan } = store.view();
    const taken = settingsOfCell(plan, cell);
    if (!taken) return;
    const run = session.run(cell);
    const before = getDraft();
    const prompt = requestedPrompt(taken);
    // Nobody wrote an empty prompt, or that of a first visit.
    const isWritten = draftHasText(before) && !isNewcomersText(before);
    const withPrompt = takesPrompt(plan) || !isWritten;
    const isOfPrompt = withPrompt || sameValue(prompt, draftPrompt(before));
    // After a reload no run is open here, and the tab still knows which it showed.
    const shown = getCurrentRun()?.runId ?? runOfTab();
    clearParameterErrors();
    replaceDraft({
      connectionId: taken.connectionId,
      model: taken.model,
      ...(withPrompt ? draftPrompts(prompt, before.injected) : promptsOfDraft(before)),
      settings: taken.settings,
      background: before.background,
      parent: isOfPrompt ? run && { runId: run.runId, kind: 'edit' } : before.parent,
      preset: null,
    });
    // A run of the history is described by no plan: if its column was changed, the playground says how.
    const ownRun = run && isUpToDate(run, plan, cell) !== false ? run.runId : null;
    // Beside another prompt neither the cell's text nor that of other settings would be true.
    const next = isOfPrompt ? ownRun : null;
    showLater(next);
    router.push(next === null ? '/' : `/?run=${next}`);
    const distinguishing = distinguishingSettings(plan, cell);
    const now = distinguishing === '' ? '' : ` Now: ${distinguishing}.`;
    draftToast(
      withPrompt && isWritten
        ? `Prompt and settings replaced with those from the comparison.${now}`
        : `Settings copied to the playground.${now}`,
      () => {
        replaceDraft(before);
        closeRun();
        // It may have been deleted; then the output stays empty.
        if (shown !== null) openRun(shown).catch(() => undefined);
      },
      'draft',
      { runId: next },
    );
  }, [store, session, cell, router]);
}

function promptsOfDraft({ prompts, asList, asIds, injected }: Draft) {
  return { prompts, asList, asIds, injected };
}

/** The run that the playground shows when it comes up next, while its draft stays as it is; null: none. */
function showLater(runId: string | null): void {
  closeRun();
  noteRunOfTab(runId);
}

/** What sets the cell apart from the others: `Temperature 2, Top P 0.75`. Empty when nothing does. */
function distinguishingSettings(plan: ComparisonPlan, cell: string): string {
  if (kindOf(plan) === 'sweep') return plan.axes.length > 0 ? cellName(plan, cell, 'settings') : '';
  const at = variantsOf(plan).findIndex(({ id }) => id === cell);
  return settingsTable(settingsColumns(plan, () => null))
    .filter(({ name, differs }) => differs && name !== 'prompt' && name !== 'connection')
    .map(({ label, cells }) => `${label} ${cells[at]?.text ?? ''}`)
    .join(', ');
}
