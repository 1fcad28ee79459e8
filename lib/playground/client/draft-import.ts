import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import type { Connection } from '@/lib/connections/model/connections';
import type { ImportResult } from '@/lib/playground/model/import/import-request';
import { PRACTICE_MODEL_ID } from '@/lib/practice/practice-model-id';
import { settingsFromRequest } from '@/lib/protocol/request/settings';
import { clearParameterErrors } from '@/lib/runs/client/parameter-errors';
import { type Draft, draftPrompt, draftPrompts } from './draft';
import { getDraft, replaceDraft } from './draft-store';

/**
 * The connection for code that calls `baseUrl`: the current one where it fits, or else the first that does;
 * null when none does. Hosts only are compared: whether the base URL includes `/v1` differs from one SDK to
 * the next.
 */
export function connectionOfCode(
  baseUrl: string,
  connections: readonly Connection[],
  current: string | null,
): Connection | null {
  const fitting = connections.filter((connection) => sameHost(connection.baseUrl, baseUrl));
  return fitting.find(({ id }) => id === current) ?? fitting[0] ?? null;
}

function sameHost(a: string, b: string): boolean {
  return URL.canParse(a) && URL.canParse(b) && hostOf(a) === hostOf(b);
}

/** The names of this machine are one host. */
function hostOf(address: string): string {
  const { hostname, port, protocol } = new URL(address);
  const name = /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(hostname) ? 'localhost' : hostname;
  return `${name}:${port || protocol}`;
}

/**
 * The model that an import leaves in the draft. A model of one server is unknown to another: code without one keeps the
 * draft's only where the connection stays, and the practice model has no other name than its own.
 */
export function modelOfImport(
  named: string | undefined,
  draft: Pick<Draft, 'connectionId' | 'model'>,
  fitting: Connection | null,
): string {
  const moves = fitting !== null && fitting.id !== draft.connectionId;
  if (named === undefined) return moves ? '' : draft.model;
  const target = moves ? fitting.id : draft.connectionId;
  return target === PRACTICE_CONNECTION_ID ? PRACTICE_MODEL_ID : named;
}

/**
 * Fills the draft from pasted code: what the code does not set is switched off, a prompt that it does not name stays,
 * and so does the connection when none fits. Returns the previous draft, for an undo.
 */
export function fillDraft(
  { request, retries, baseUrl }: Extract<ImportResult, { ok: true }>,
  connections: readonly Connection[],
): Draft {
  const before = getDraft();
  const fitting = baseUrl === null ? null : connectionOfCode(baseUrl, connections, before.connectionId);
  const { prompt = draftPrompt(before) } = request;
  const model = modelOfImport(request.model, before, fitting);
  clearParameterErrors();
  return replaceDraft({
    ...before,
    connectionId: fitting?.id ?? before.connectionId,
    model,
    ...draftPrompts(prompt, before.injected),
    settings: settingsFromRequest({ ...request, model, prompt }, retries ?? undefined, before.settings),
    parent: null,
    preset: null,
  });
}
