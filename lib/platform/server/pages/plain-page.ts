import { type Html, html, styleElement } from '@/lib/platform/server/http/html';

const LIGHT =
  '--bg: #faf9f6; --sunken: #f5f3ee; --line: #e2ded5; --ink: #1e1c19; --ink-2: #514d46; --ink-3: #67625a; --accent: #0c665d; --accent-ink: #fff; --soft: #e6f1ed;';
const DARK =
  '--bg: #171614; --sunken: #11100f; --line: #302e29; --ink: #ece9e2; --ink-2: #bab5aa; --ink-3: #9f998e; --accent: #62c0b1; --accent-ink: #06211d; --soft: #16332e;';

/**
 * The app's colours (app/globals.css) for pages that load nothing: system fonts, and the system's light or
 * dark theme unless the page has one.
 */
const PLAIN_CSS = `
:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
:root[data-theme="light"] { color-scheme: light; ${LIGHT} }
:root[data-theme="dark"] { color-scheme: dark; ${DARK} }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--ink); font: 13px/20px ui-sans-serif, system-ui, sans-serif; font-variant-numeric: tabular-nums; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
a { color: inherit; text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
h1 { margin: 0; font-size: 20px; line-height: 28px; font-weight: 600; }
.message { padding: 16vh 16px; display: grid; gap: 12px; justify-items: start; }
.message p { max-width: 56ch; margin: 0; font-size: 14px; color: var(--ink-2); }
.message .go { margin-top: 8px; padding: 0 12px; border-radius: 4px; background: var(--accent); color: var(--accent-ink); font-weight: 500; line-height: 32px; text-decoration: none; }
@media (min-width: 640px) { .message { padding-left: 12vw; } }
.embed { display: flex; flex-direction: column; min-height: 100vh; padding: 12px 16px; border: 1px solid var(--line); border-radius: 4px; }
.embed header { display: flex; flex-wrap: wrap; gap: 2px 12px; align-items: baseline; }
.embed h1 { font-size: 14px; line-height: 20px; overflow-wrap: anywhere; }
.embed .facts { margin: 0; color: var(--ink-3); font-size: 12px; overflow-wrap: anywhere; }
.embed .wide { overflow-x: auto; }
.embed table { border-collapse: collapse; margin: 12px 0; font-size: 12px; }
.embed th, .embed td { padding: 2px 12px 2px 0; border-bottom: 1px solid var(--line); text-align: left; font-weight: 400; white-space: nowrap; max-width: 24em; overflow: hidden; text-overflow: ellipsis; }
.embed th { color: var(--ink-3); }
.embed h2 { margin: 12px 0 2px; font-size: 11px; line-height: 16px; font-weight: 400; color: var(--ink-3); }
.embed .text { margin: 0; font: 14px/1.6 ui-monospace, "SF Mono", Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4; font-variant-ligatures: none; }
.embed mark { background: var(--soft); color: inherit; }
@media (forced-colors: active) { .embed mark { text-decoration: underline; } }
.embed .prompt { color: var(--ink-2); }
.embed > :nth-last-child(2) { margin-bottom: 16px; }
.embed footer { margin-top: auto; padding-top: 8px; border-top: 1px solid var(--line); font-size: 12px; color: var(--ink-3); }
`;

const style = styleElement(PLAIN_CSS);

export interface PlainPage {
  readonly title: string;
  readonly body: Html;
  readonly status?: number;
  /** Whether other sites may show it in a frame. */
  readonly frameable?: boolean;
  /** Absent: the system's. */
  readonly theme?: 'light' | 'dark' | null;
  readonly headers?: Record<string, string>;
}

/**
 * A page with nothing but text and style: no script, no image, no font. For frames on other sites, and for
 * answers with a status that a page of the app cannot have.
 */
export function plainPage(page: PlainPage): Response {
  const { title, body, status = 200, frameable = false, theme = null, headers } = page;
  const text = html`<!doctype html>
<html lang="en"${theme !== null && html` data-theme="${theme}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="format-detection" content="telephone=no, date=no, email=no, address=no">
<title>${title} · Completions Playground</title>
${style.element}
</head>
<body>${body}</body>
</html>
`;
  const policy = [
    "default-src 'none'",
    `style-src ${style.source}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${frameable ? '*' : "'none'"}`,
  ];
  return new Response(text.html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
      'cache-control': 'no-store',
      ...headers,
    },
  });
}
