import type { RunError } from '../run/run-events';

/** Errors on the way to the server, and waits that were too long. */

export type Explanation = readonly [title: string, advice: string, goesTo: 'connection' | 'retry' | null];

export const KEPT = 'Text received so far is kept.';
const CONNECT_TIMEOUT: Explanation = [
  'Connection timed out',
  "Check the connection's host and port.",
  'connection',
];
const NO_TLS: Explanation = [
  'Secure connection failed',
  "If the server doesn't use TLS, start the base URL with http://.",
  'connection',
];

/** No connection to the server. */
export function explainConnect({ code }: RunError): Explanation {
  switch (code) {
    case 'ECONNREFUSED':
      return [
        'Connection refused',
        "Start the server, or check the connection's host and port.",
        'connection',
      ];
    case 'ENOTFOUND':
    case 'ENODATA':
      return ['Host not found', "Check the connection's base URL for typos.", 'connection'];
    case 'EAI_AGAIN':
    case 'DNS':
      return [
        'DNS lookup failed',
        "Check the connection's base URL and the network, then try again.",
        'connection',
      ];
    case 'ETIMEDOUT':
      return CONNECT_TIMEOUT;
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return ['The server closed the connection', `${KEPT} Try again.`, 'retry'];
    case 'EPROTO':
      return NO_TLS;
    default:
      if (code?.startsWith('ERR_SSL_')) return NO_TLS;
      return isCertificate(code)
        ? [
            'Invalid TLS certificate',
            "Check the connection's base URL. A self-signed certificate isn't accepted.",
            'connection',
          ]
        : [
            "Couldn't connect to the server",
            "Check the connection's base URL, then try again.",
            'connection',
          ];
  }
}

/** A server that took too long; `code` says what was waited for. */
export function explainTimeout({ code }: RunError): Explanation {
  switch (code) {
    case 'connect':
      return CONNECT_TIMEOUT;
    case 'first_byte':
      return ['No response from the server', 'It may be busy or loading the model. Try again.', 'retry'];
    case 'idle':
      return ['The server stopped responding', `${KEPT} Try again.`, 'retry'];
    case 'quiet':
      return ['The server sent no text', `${KEPT} Try again.`, 'retry'];
    default:
      return ['The run took too long', `${KEPT} Lower max tokens, or try again.`, 'retry'];
  }
}

function isCertificate(code: string | null): boolean {
  return code !== null && /CERT|TLS|SIGNATURE|HOSTNAME_MISMATCH/.test(code);
}
