import type { Rules } from '@/lib/protocol/request/completion-request';

/** Kinds of connections whose servers refuse what OpenAI's documentation does not allow. */
const STRICT_KINDS: ReadonlySet<string> = new Set(['openai', 'azure']);

/** Which bounds a request to a connection of this kind has to keep. */
export function rulesOfKind(kind: string | undefined): Rules {
  if (kind === 'practice') return 'practice';
  return kind !== undefined && STRICT_KINDS.has(kind) ? 'openai' : 'wide';
}
