'use client';

import { rulesOfConnection } from '@/lib/connections/client/connection-rules';
import {
  checkRun,
  type FieldName,
  openAiNotes,
  type RequestIssue,
  type Rules,
} from '@/lib/protocol/request/completion-request';
import { buildRequest } from '@/lib/protocol/request/settings';
import type { StartRun } from '@/lib/runs/model/runs';
import { type Draft, draftPrompt } from './draft';
import { getDraft, SERVER_DRAFT, useDraft } from './draft-store';

/**
 * The server accepts bodies of 8 MiB; a character may become several bytes, which the server itself counts.
 */
const MAX_CHARACTERS = 8 * 1024 * 1024 - 4096;

/** Why the draft cannot run, and the control where that can be fixed. */
export interface DraftIssue {
  readonly field: FieldName | 'connection';
  readonly message: string;
}

export type PreparedRun =
  | { readonly ok: true; readonly run: Omit<StartRun, 'idempotencyKey'> }
  | { readonly ok: false; readonly issues: readonly DraftIssue[] };

/** The body of `POST /api/runs` for the current draft, without the key of the start request. */
export function prepareRun(draft: Draft = getDraft()): PreparedRun {
  const issues = draftIssues(draft);
  const { connectionId, model, settings, parent, background } = draft;
  if (issues.length > 0 || connectionId === null) return { ok: false, issues };
  const rules = rulesOfConnection(connectionId);
  const checked = checkRun(buildRequest({ model, prompt: draftPrompt(draft), settings }), rules);
  if (!checked.ok) return { ok: false, issues: checked.issues.map(issueOf) };
  return {
    ok: true,
    run: {
      connectionId,
      request: checked.request,
      ...(checked.retries ? { retries: checked.retries } : {}),
      ...(parent ? { parentId: parent.runId, branch: branchOf(parent) } : {}),
      ...(background ? { background } : {}),
    },
  };
}

/** Everything that keeps the draft from running; the same array while nothing changes. */
export function draftIssues(draft: Draft): readonly DraftIssue[] {
  return findings(draft).issues;
}

/** What OpenAI would refuse, and the draft's connection may take. The same array while nothing changes. */
export function draftNotes(draft: Draft): readonly RequestIssue[] {
  return findings(draft).notes;
}

function findings(draft: Draft): Findings {
  const rules = rulesOfConnection(draft.connectionId);
  if (known && known.rules === rules && sameButForText(known.draft, draft)) return known;
  known = { draft, rules, ...find(draft, rules) };
  return known;
}

export function useDraftIssues(): readonly DraftIssue[] {
  // The server renders no person's draft, so it shows no issues.
  return useDraft((draft) => (draft === SERVER_DRAFT ? NO_ISSUES : draftIssues(draft)));
}

const NO_ISSUES: readonly DraftIssue[] = [];

interface Findings {
  readonly issues: readonly DraftIssue[];
  readonly notes: readonly RequestIssue[];
}

let known: (Findings & { readonly draft: Draft; readonly rules: Rules }) | null = null;

/** Typing in a prompt affects no rule, unless the request becomes too long. */
function sameButForText(a: Draft, b: Draft): boolean {
  return (
    a.connectionId === b.connectionId &&
    a.model === b.model &&
    a.settings === b.settings &&
    a.asList === b.asList &&
    a.asIds === b.asIds &&
    (!a.asIds || a.prompts === b.prompts) &&
    a.injected === b.injected &&
    a.prompts.length === b.prompts.length &&
    isTooLong(a) === isTooLong(b)
  );
}

function isTooLong({ prompts, asList, injected }: Draft): boolean {
  let length = 0;
  for (const prompt of asList ? prompts : prompts.slice(0, 1))
    length += prompt.length + injected.start.length;
  return length > MAX_CHARACTERS;
}

function find(draft: Draft, rules: Rules): Findings {
  const issues: DraftIssue[] = [];
  if (draft.connectionId === null) issues.push({ field: 'connection', message: 'Choose a connection.' });
  if (isTooLong(draft)) {
    issues.push({ field: 'prompt', message: 'The prompt is longer than the limit of 8 MB.' });
  }
  // The rules count prompts, and read only token ids.
  const prompt = draft.asIds ? draftPrompt(draft) : draft.asList ? draft.prompts.map(() => '') : '';
  const built = buildRequest({ model: draft.model, prompt, settings: draft.settings });
  const checked = checkRun(built, rules);
  if (!checked.ok) issues.push(...checked.issues.map(issueOf));
  const notes = rules === 'openai' ? [] : openAiNotes(built, rules);
  return { issues: issues.length > 0 ? issues : NO_ISSUES, notes };
}

function issueOf({ param, message }: RequestIssue): DraftIssue {
  return { field: param, message };
}

function branchOf({ kind, choiceIndex }: NonNullable<Draft['parent']>): StartRun['branch'] {
  return choiceIndex === undefined ? { kind } : { kind, choiceIndex };
}
