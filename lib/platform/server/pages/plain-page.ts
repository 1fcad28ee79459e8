import { type Html, html, styleElement } from '../http/html';
import { PLAIN_CSS } from './plain-css';

const style = styleElement(PLAIN_CSS);

export interface PlainPage {
  readonly title: string;
  readonly body: Html;
  readonly status?: number;
  /** Whether other sites may show it in a frame. */
  readonly frameable?: boolean;
  readonly headers?: Record<string, string>;
}

/**
 * A page with nothing but text and style: no script, no image, no font. For frames on other sites, and for
 * answers with a status that a page of the app cannot have.
 */
export function plainPage({ title, body, status = 200, frameable = false, headers }: PlainPage): Response {
  const page = html`<!doctype html>
<html lang="en">
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
  return new Response(page.html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
      'cache-control': 'no-store',
      ...headers,
    },
  });
}
