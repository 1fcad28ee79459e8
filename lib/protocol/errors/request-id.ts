const REQUEST_ID = /\(request id: ([^()]{1,200})\)/gi;

/**
 * The r9s gateway, and one-api before it, appends ` (request id: …)` to messages, sometimes more than once.
 */
export function takeRequestId(message: string): { text: string; requestId: string | null } {
  let requestId: string | null = null;
  const chunks: string[] = [];
  let from = 0;
  for (const { index, 0: found, 1: id = '' } of message.matchAll(REQUEST_ID)) {
    requestId ??= id.trim();
    // Not `\s*` in the pattern: it would start again at every space of a text full of them.
    chunks.push(message.slice(from, index).trimEnd());
    from = index + found.length;
  }
  chunks.push(message.slice(from));
  const text = chunks.join('').trim();
  return { text: text === '' ? message : text, requestId };
}
