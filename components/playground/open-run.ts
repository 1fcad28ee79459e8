'use client';

import { toastError } from '@/components/runs/toast-error';
import { toast } from '@/components/ui/toast';
import { pagePerson } from '@/lib/platform/client/browser-storage';
import { ApiError } from '@/lib/platform/client/http/api-error';
import type { Draft } from '@/lib/playground/client/draft';
import { getDraft, replaceDraft } from '@/lib/playground/client/draft-store';
import { openRunInDraft } from '@/lib/playground/client/opened-run';
import {
  closeRun,
  getRunOfPrompt,
  isRunning,
  leaveRunBeside,
  openRun,
} from '@/lib/playground/client/run-controller';
import { noteRunOfTab, putRunInUrl, runIdInUrl, runOfTab } from '@/lib/runs/client/run-url';
import { momentLabel, momentOfRun } from '@/lib/runs/model/run-moment';
import { draftToast } from './draft-toast';

/**
 * Shows a run of the history: its prompt and settings in the editor, its output below.
 *
 * @param back shows the document again that was there; null: there was none
 */
export async function openRunHere(runId: string, back: (() => void) | null = null): Promise<void> {
  // What prompt mode showed before.
  const shown = back ? runOfTab() : null;
  if (back) leaveRunBeside();
  try {
    const run = await openRun(runId);
    if (!run) return;
    if (back) {
      const before = getDraft();
      openRunInDraft(run);
      const undo = () => {
        replaceDraft(before);
        closeRun();
        noteRunOfTab(shown);
        back();
      };
      draftToast('The run is shown in prompt mode.', undo, 'draft', { label: 'Back to the document' });
      return;
    }
    const moment = momentOfRun(runId);
    offerDraftBack(openRunInDraft(run), moment ? `the ${momentLabel(moment)} run` : 'an earlier run');
  } catch (error) {
    showNotOpened(error);
    back?.();
  }
}

/** Says what replaced a draft, if it is stored nowhere else, and offers to restore it. */
export function offerDraftBack(unsaved: Draft | null, by: string): void {
  if (!unsaved) return;
  draftToast(`Prompt and settings replaced with those from ${by}.`, () => replaceDraft(unsaved), 'draft', {
    replaces: true,
  });
}

/**
 * When the page comes up: opens the shared link or the run that the address names, else the run that this tab
 * showed last. A live one is joined.
 */
export async function openRunOfUrl(openLinkOfUrl: () => Promise<void>): Promise<void> {
  if (new URLSearchParams(location.search).has('from')) return openLinkOfUrl();
  const named = runIdInUrl();
  leaveRunBeside();
  const shown = getRunOfPrompt();
  // Back from another page of ours: the run is still here.
  if (shown && (named === null || named === shown.runId)) return putRunInUrl(shown.runId);
  // A document's run that is still going is not ours to take, and goes on.
  if (named === null && isRunning()) return;
  const runId = named ?? runOfTab();
  if (runId === null) return;
  // Runs belong to a user and nobody is signed in, so the server need not be asked.
  if (pagePerson() === null) return named === null ? undefined : showSignIn();
  // This tab's draft came from that run and may have changed since: it stays.
  if (runId !== runOfTab()) return openRunHere(runId);
  try {
    await openRun(runId);
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 'not_found')) return showNotOpened(error);
    putRunInUrl(null);
    noteRunOfTab(null);
  }
}

function showNotOpened(error: unknown): void {
  if (error instanceof ApiError && error.code === 'not_signed_in') showSignIn();
  else toastError(error);
}

/** No error: the address names a run, and nobody is signed in. */
function showSignIn(): void {
  toast('Sign in to open this run.');
}
