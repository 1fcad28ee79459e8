/**
 * What a page may load and do. Scripts run by nonce only (and what they load in turn); the page talks to its own server
 * and nobody else, so that even a script that got in has nowhere to send a prompt.
 *
 * Styles may be inline: positions and sizes that are computed at run time are style attributes, and the toaster and the
 * scroll lock insert style elements without a nonce. Development needs `eval` and a web socket for reloading.
 */
export function contentSecurityPolicy(nonce: string, { isDevelopment }: { isDevelopment: boolean }): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? ' ws:' : ''}`,
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
