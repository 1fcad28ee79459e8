import { isRecord } from '@/lib/protocol/response/wire-json';

/** The body of every refusal of our own API. */
export interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string; readonly param?: string };
}

/** The error in a refusal of ours; null: it is not ours. */
export function readRefusal(body: unknown): ErrorBody['error'] | null {
  const error = isRecord(body) ? body.error : null;
  if (!isRecord(error)) return null;
  const { code, message, param } = error;
  if (typeof code !== 'string' || typeof message !== 'string') return null;
  if (param === undefined) return { code, message };
  return typeof param === 'string' ? { code, message, param } : null;
}
