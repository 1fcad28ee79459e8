import { createHash, randomUUID } from 'node:crypto';
import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import { listConnectionsFor } from '@/lib/connections/server/manage-connections';
import { AppError } from '@/lib/platform/model/app-error';
import { refusalFromIssues } from '@/lib/platform/server/http/issue-to-refusal';
import { readPromptBody } from '@/lib/platform/server/http/json-body';
import { PRACTICE_MODEL_ID } from '@/lib/practice/practice-model-id';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { BODY_NAMES } from '@/lib/protocol/request/completion-request';
import { completionRequestSchema } from '@/lib/protocol/request/request-schema';
import { decodeHeader, namedConnection } from './connection-name';

/**
 * The body in the protocol's format. Null means absent, as the SDKs' types allow. Fields that we do not know are
 * passed on as they came: servers have many of their own. Throws AppError.
 */
export async function readCompletionRequest(request: Request): Promise<CompletionRequest> {
  const contentType = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (contentType !== 'application/json') throw new AppError('wrong_content_type');
  const body = await readPromptBody(request);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new AppError('invalid_request', { message: 'The body must be a JSON object.' });
  }
  const known: [string, unknown][] = [];
  const extra: [string, unknown][] = [];
  for (const [name, value] of Object.entries(body)) {
    if (!BODY_NAMES.has(name)) extra.push([name, value]);
    else if (value !== null) known.push([name, value]);
  }
  if (extra.length > 0) known.push(['extra_body', Object.fromEntries(extra)]);
  const checked = completionRequestSchema.safeParse(Object.fromEntries(known));
  if (!checked.success) throw refusalFromIssues(checked.error.issues);
  return checked.data;
}

/**
 * The connection for a call: the one that `X-Connection` names (by id, or by name in any case), else the
 * practice model for its own model, else the default. Throws AppError `not_found`.
 */
export async function chooseConnection(
  userId: string,
  headers: Headers,
  model: string | null,
): Promise<string> {
  const named = headers.get('x-connection')?.trim();
  if (!named && model === PRACTICE_MODEL_ID) return PRACTICE_CONNECTION_ID;
  const connections = await listConnectionsFor(userId);
  if (!named) return connections.find(({ isDefault }) => isDefault)?.id ?? PRACTICE_CONNECTION_ID;
  const found = namedConnection(connections, named);
  if (!found) {
    throw new AppError('not_found', {
      message: `You have no connection named "${decodeHeader(named).slice(0, 100)}".`,
      param: 'X-Connection',
    });
  }
  return found.id;
}

/** The engine's keys are UUIDs; clients may send any text, and the same text gives the same key. */
export function idempotencyKeyOf(headers: Headers): string {
  const given = headers.get('idempotency-key')?.trim();
  if (!given) return randomUUID();
  const hex = createHash('sha256').update(`api ${given}`).digest('hex');
  // Version 8: a custom UUID (RFC 9562).
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
