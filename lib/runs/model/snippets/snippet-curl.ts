import { wireBody } from '@/lib/protocol/request/completion-request';
import { quoted, retryCount, type SnippetInput, snippetTarget } from './snippet-input';

/** Linux allows at most 128 KiB in one argument; longer bodies use a here-document. */
const MAX_ARGUMENT_LENGTH = 100_000;

export function curlSnippet(input: SnippetInput): string {
  const target = snippetTarget(input);
  const body = json(wireBody(input.request), '');
  const isLong = new TextEncoder().encode(body).length > MAX_ARGUMENT_LENGTH;
  const lines = [`curl ${input.request.stream ? '-N ' : ''}${shellQuoted(target.url)}`];
  const key = target.keyHeader === null ? 'Authorization: Bearer' : `${target.keyHeader}:`;
  if (target.hasKey) lines.push(`-H "${key} $${target.keyVariable}"`);
  lines.push("-H 'Content-Type: application/json'");
  if (input.retries) {
    const { backoff, retryConnectionErrors } = input.retries;
    const refused = retryConnectionErrors ? ' --retry-connrefused' : '';
    lines.push(
      `--retry ${retryCount(input.retries)} --retry-max-time ${Math.ceil(backoff.maxElapsedTime / 1000)}${refused}`,
    );
  }
  // --data-raw, since --data would read a leading @ as a file name.
  lines.push(isLong ? "--data-binary @- <<'JSON'" : `--data-raw ${shellQuoted(body)}`);
  const command = lines.join(' \\\n  ');
  return isLong ? `${command}\n${body}\nJSON\n` : `${command}\n`;
}

/** Within single quotes only the single quote itself is special to a POSIX shell. */
function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** JSON.stringify with an indent of two, and with invisible characters escaped. */
function json(value: unknown, indent: string): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((entry) => inner + json(entry, inner)).join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  return `{\n${entries.map(([key, entry]) => `${inner}${quoted(key)}: ${json(entry, inner)}`).join(',\n')}\n${indent}}`;
}
