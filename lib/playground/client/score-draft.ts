'use client';

import { useStore } from 'zustand';
import { rulesOfConnection } from '@/lib/connections/client/connection-rules';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import { checkRun } from '@/lib/protocol/request/completion-request';
import { buildRequest } from '@/lib/protocol/request/settings';
import type { RunError } from '@/lib/protocol/run/run-events';
import type { StartRun } from '@/lib/runs/model/runs';
import { type Draft, draftPrompt } from './draft';
import { type DraftIssue, draftIssues } from './draft-run';
import { getDraft } from './draft-store';
import { getCurrentRun, isRunning, start } from './run-controller';

/** How many alternatives are asked for where the settings do not say. */
const ALTERNATIVES = 5;

type ScoreRun = Omit<StartRun, 'idempotencyKey'>;

export type PreparedScore =
  | { readonly ok: true; readonly run: ScoreRun }
  | { readonly ok: false; readonly issue: DraftIssue };

/**
 * The run that scores the draft's text instead of continuing it: `echo`, `logprobs` and `max_tokens` 0. Of the settings
 * it takes only those that say what the server returns; nothing is sampled.
 */
export function prepareScore(draft: Draft = getDraft(), maxTokens: 0 | 1 = 0): PreparedScore {
  const { connectionId, model, settings, parent } = draft;
  const blocking = draftIssues(draft).find(({ field }) => OF_TEXT.has(field));
  if (blocking) return { ok: false, issue: blocking };
  const prompt = draftPrompt(draft);
  const isEmpty = Array.isArray(prompt) ? !prompt.some((one) => one !== '') : prompt === '';
  if (isEmpty) return { ok: false, issue: { field: 'prompt', message: 'Write some text to score.' } };
  const { request: sent, retries } = buildRequest({ model, prompt, settings });
  const request = {
    model: sent.model,
    prompt,
    echo: true,
    logprobs: Math.max(1, sent.logprobs ?? ALTERNATIVES),
    max_tokens: maxTokens,
    ...(sent.user !== undefined && { user: sent.user }),
    ...(sent.extra_body !== undefined && { extra_body: sent.extra_body }),
  };
  const checked = checkRun({ request, ...(retries ? { retries } : {}) }, rulesOfConnection(connectionId));
  const [first] = checked.ok ? [] : checked.issues;
  if (!checked.ok) {
    return { ok: false, issue: { field: first?.param ?? 'prompt', message: first?.message ?? '' } };
  }
  return {
    ok: true,
    run: {
      connectionId: connectionId ?? '',
      request: checked.request,
      ...(checked.retries ? { retries: checked.retries } : {}),
      ...(parent ? { parentId: parent.runId, branch: { kind: 'edit' } } : {}),
    },
  };
}

const OF_TEXT: ReadonlySet<string> = new Set([
  'connection',
  'model',
  'prompt',
  'user',
  'extra_body',
  'retries',
]);

/** Servers that refused `max_tokens` 0, and how they said it; known until the page is left. */
const refusers = new Map<string, string>();
/** The runs that were sent with 1 for that. */
const zeroRefusals = createBrowserStore<Readonly<Record<string, string>>>({});

/** What the server of this run said against `max_tokens` 0; null: it was not asked, or took it. */
export function useZeroRefusal(runId: string | null): string | null {
  return useStore(zeroRefusals, (known) => (runId === null ? null : (known[runId] ?? null)));
}

/**
 * Scores the draft's text. A server that refuses `max_tokens` 0 is asked again for 1 token, which is not part of the
 * score. Returns what prevents it; while a run is going, nothing is started.
 */
export function scoreDraft(connectionName: string | null): DraftIssue | null {
  if (isRunning()) return { field: 'prompt', message: 'Stop the current run first.' };
  const draft = getDraft();
  const server = `${draft.connectionId} ${draft.model}`;
  const known = refusers.get(server);
  const prepared = prepareScore(draft, known === undefined ? 0 : 1);
  if (!prepared.ok) return prepared.issue;
  const session = start(prepared.run, connectionName, false, false);
  if (known !== undefined) {
    void session.done.then(() => noteRefusal(session.store.view().runId, known));
    return null;
  }
  void session.done.then(() => {
    const { error, runId } = session.store.view();
    const again = prepareScore(draft, 1);
    // Another run may have been opened in the meantime.
    if (getCurrentRun()?.runId !== runId || error === null || !refusesZero(error) || !again.ok) return;
    const second = start(
      { ...again.run, ...(runId !== null && { parentId: runId, branch: { kind: 'edit' } }) },
      connectionName,
      false,
      false,
    );
    void second.done.then(() => {
      const { error: still, runId: secondId } = second.store.view();
      // A prompt that is too long is refused with any number.
      if (still !== null) return;
      refusers.set(server, error.message);
      noteRefusal(secondId, error.message);
    });
  });
  return null;
}

function noteRefusal(runId: string | null, message: string): void {
  if (runId !== null) zeroRefusals.setState((known) => ({ ...known, [runId]: message }));
}

/** Whether the server means that it wants at least one token. */
export function refusesZero({ kind, param, message }: Pick<RunError, 'kind' | 'param' | 'message'>): boolean {
  if (kind !== 'bad_request' && kind !== 'unprocessable') return false;
  return param === 'max_tokens' || /max_?(new_?)?tokens|n_predict/i.test(message.slice(0, 2_000));
}
