import { AppError } from '@/lib/platform/model/app-error';
import { html } from '@/lib/platform/server/http/html';
import { plainPage } from '@/lib/platform/server/pages/plain-page';

/** A page that says there is nothing to read at this link. `frameable` for the frame of an embed. */
export function refusalPage(
  state: 'gone' | 'unknown',
  { frameable = false }: { frameable?: boolean } = {},
): Response {
  const { status, title, text } = WORDS[state];
  return message({ title, text, status, frameable });
}

/** The same when the limit is reached; any other error is rethrown. */
export function tooOftenPage(error: unknown, { frameable = false }: { frameable?: boolean } = {}): Response {
  if (!(error instanceof AppError) || error.code !== 'rate_limited') throw error;
  const seconds = Math.max(1, Math.ceil((error.retryAfterMs ?? 1000) / 1000));
  return message({
    title: 'Too many requests',
    text: `Too many links were opened from your network. Wait ${waitLabel(seconds)}, then try again.`,
    status: 429,
    frameable,
    headers: { 'retry-after': String(seconds) },
  });
}

function waitLabel(seconds: number): string {
  return seconds > 90 ? `${Math.ceil(seconds / 60)} minutes` : 'a minute';
}

const WORDS = {
  gone: {
    status: 410,
    title: 'This link is no longer available',
    text: 'It was revoked or has expired.',
  },
  unknown: {
    status: 404,
    title: 'Link not found',
    text: 'Part of its address may be missing. Ask for the full link.',
  },
} as const;

function message({
  title,
  text,
  ...rest
}: {
  title: string;
  text: string;
  status: number;
  frameable: boolean;
  headers?: Record<string, string>;
}): Response {
  const target = rest.frameable ? html` target="_blank" rel="noopener"` : null;
  return plainPage({
    ...rest,
    title,
    body: html`<main class="message"><h1>${title}</h1><p>${text}</p><a class="go" href="/"${target}>Go to the playground</a></main>`,
  });
}
