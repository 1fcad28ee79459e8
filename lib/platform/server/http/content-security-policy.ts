/**
 * What a page may load and do. Scripts run only with a nonce (and may load others); the page talks only to
 * its own server, so that even an injected script has nowhere to send a prompt.
 *
 * Styles may be inline: computed positions and sizes are style attributes, and the toaster and the scroll
 * lock insert style elements without a nonce. Development needs `eval` and a web socket for reloading.
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
