import { type TimeoutCode, transportError } from '@/lib/protocol/errors/upstream-error';
import type { RunError } from '@/lib/protocol/run/run-events';

/** Turns what Node's sockets report into one error, with a message that says who has to act. */
export function networkError(error: unknown, origin: string): RunError {
  const code = codeOf(error);
  if (code.startsWith('HPE_')) {
    return transportError('malformed', `What answers at ${origin} does not speak HTTP correctly.`, code);
  }
  if (isTlsCode(code)) {
    return transportError('connect', `The secure connection to ${origin} failed: ${tlsReason(code)}.`, code);
  }
  return transportError('connect', connectMessage(code, origin), code);
}

/** The connection broke off in the middle of an answer. */
export function brokenBody(error: unknown): RunError {
  const code = codeOf(error);
  if (code.startsWith('HPE_')) {
    return transportError('malformed', 'The answer broke the rules of HTTP in its middle.', code);
  }
  if (code.startsWith('Z_') || code.startsWith('ERR_BROTLI') || code.startsWith('ERR__ERROR_FORMAT')) {
    return transportError('malformed', 'The compressed answer could not be unpacked.', code);
  }
  return transportError('connect', 'The connection was cut in the middle of the answer.', code);
}

export function timeoutError(code: TimeoutCode, ms: number): RunError {
  return transportError('timeout', TIMEOUT_MESSAGES[code](duration(ms)), code);
}

const TIMEOUT_MESSAGES: Readonly<Record<TimeoutCode, (time: string) => string>> = {
  connect: (time) => `No connection to the server within ${time}.`,
  first_byte: (time) => `The server took the request, but sent nothing within ${time}.`,
  idle: (time) => `The server fell silent in the middle of its answer: nothing for ${time}.`,
  quiet: (time) => `The server kept the connection open, but sent nothing of an answer for ${time}.`,
  total: (time) => `The answer took longer than ${time}, the most that a run may take.`,
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
      return `Nothing answers at ${origin} (connection refused). Is the server running, and the port right?`;
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return `${origin} closed the connection without an answer.`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `There is no way from here to ${origin} (${code}).`;
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
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'its certificate belongs to another name';
  if (code.includes('SELF_SIGNED')) return 'its certificate is self-signed';
  if (code.startsWith('UNABLE_TO_')) return 'its certificate comes from an unknown authority';
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return 'it does not speak TLS there. Is it http?';
  return code;
}
