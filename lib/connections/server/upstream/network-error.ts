import { type TimeoutCode, transportError } from '@/lib/protocol/errors/upstream-error';
import type { RunError } from '@/lib/protocol/run/run-events';

/** Turns what Node's sockets report into one error, with a message that says who has to act. */
export function networkError(error: unknown, origin: string): RunError {
  const code = codeOf(error);
  if (code.startsWith('HPE_')) {
    return transportError('malformed', `The response from ${origin} isn't valid HTTP.`, code);
  }
  if (isTlsCode(code)) {
    return transportError('connect', `Couldn't connect securely to ${origin}: ${tlsReason(code)}.`, code);
  }
  return transportError('connect', connectMessage(code, origin), code);
}

/** The connection broke off in the middle of an answer. */
export function brokenBody(error: unknown): RunError {
  const code = codeOf(error);
  if (code.startsWith('HPE_')) {
    return transportError('malformed', 'The response became invalid HTTP partway through.', code);
  }
  if (code.startsWith('Z_') || code.startsWith('ERR_BROTLI') || code.startsWith('ERR__ERROR_FORMAT')) {
    return transportError('malformed', "The compressed response couldn't be decoded.", code);
  }
  return transportError('connect', 'The connection dropped mid-response.', code);
}

export function timeoutError(code: TimeoutCode, ms: number): RunError {
  return transportError('timeout', TIMEOUT_MESSAGES[code](duration(ms)), code);
}

const TIMEOUT_MESSAGES: Readonly<Record<TimeoutCode, (time: string) => string>> = {
  connect: (time) => `Couldn't connect within ${time}.`,
  first_byte: (time) => `The server accepted the request but sent nothing for ${time}.`,
  idle: (time) => `The server sent nothing more for ${time}.`,
  quiet: (time) => `The server kept the connection open but sent no text for ${time}.`,
  total: (time) => `The response took longer than the limit of ${time}.`,
};

function duration(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  return ms >= 120_000 ? `${Math.round(ms / 60_000)} minutes` : `${Math.round(ms / 100) / 10} seconds`;
}

/** When several addresses were tried, the first failure is reported. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (typeof error === 'object' && error !== null && 'code' in error) return String(error.code);
  return 'UNKNOWN';
}

function connectMessage(code: string, origin: string): string {
  switch (code) {
    case 'ECONNREFUSED':
      return `${origin} refused the connection. Is the server running, and is the port right?`;
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return `${origin} closed the connection without a response.`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `${origin} is unreachable from the playground (${code}).`;
    case 'ETIMEDOUT':
      return `The connection to ${origin} timed out.`;
    default:
      return `The connection to ${origin} failed (${code}).`;
  }
}

function isTlsCode(code: string): boolean {
  return (
    code.startsWith('CERT_') ||
    code.startsWith('ERR_TLS_') ||
    code.startsWith('ERR_SSL_') ||
    code.includes('SELF_SIGNED') ||
    code.startsWith('UNABLE_TO_') ||
    code === 'EPROTO' ||
    code === 'HOSTNAME_MISMATCH'
  );
}

function tlsReason(code: string): string {
  if (code === 'CERT_HAS_EXPIRED') return 'its certificate has expired';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'its certificate is for a different name';
  if (code.includes('SELF_SIGNED')) return 'its certificate is self-signed';
  if (code.startsWith('UNABLE_TO_')) return 'its certificate is from an unknown authority';
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return "it doesn't use TLS on this port. Should it be http?";
  return code;
}
