import { type Logger as PinoLogger, pino, stdTimeFunctions } from 'pino';
import { maskSecrets } from '@/lib/protocol/errors/mask-secrets';
import { currentCaller } from './http/caller';

/**
 * Structured logs: one JSON object per line on standard output. What must never be logged (keys, passwords,
 * cookies, texts of people and models) is removed here by field name, and errors are cut to what helps, so
 * that no caller has to remember it.
 */
export type Logger = PinoLogger;

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** Removed at the top of a log object and one or two levels below. */
const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'set-cookie',
  'key',
  'apiKey',
  'api_key',
  'sealedKey',
  'sealedHeaders',
  'password',
  'passwordHash',
  'secret',
  'token',
  'prompt',
  'suffix',
  'text',
  'body',
];

export interface LogSink {
  write(line: string): void;
}

let sink: LogSink = { write: (line) => process.stdout.write(line) };

/** Redirects the lines (tests); returns a function that restores the previous sink. */
export function setLogSink(next: LogSink): () => void {
  const before = sink;
  sink = next;
  return () => {
    sink = before;
  };
}

/**
 * An error for the log. Only the start of its message, masked: upstreams repeat keys in their refusals, and
 * Prisma prints the arguments of a failed query, which may be a prompt. The stack keeps its frames and loses
 * its message.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: maskSecrets(String(error)).slice(0, 300) };
  const isPrisma = error.name.startsWith('Prisma');
  const lines = error.message.trim().split('\n');
  const message = (isPrisma ? lines.at(-1) : lines[0]) ?? '';
  return {
    type: error.name,
    message: maskSecrets(message).slice(0, 300),
    ...('code' in error && (typeof error.code === 'string' || typeof error.code === 'number')
      ? { code: error.code }
      : {}),
    stack: (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at ')),
    ...(error.cause === undefined ? {} : { cause: describeCause(error.cause) }),
  };
}

/** One level of causes is enough, and a cause may point back at its error. */
function describeCause(cause: unknown): Record<string, unknown> {
  const isError = cause instanceof Error;
  const { stack: _stack, ...rest } = describeError(
    isError ? Object.assign(new Error(cause.message), { name: cause.name }) : cause,
  );
  return rest;
}

const level = process.env.LOG_LEVEL?.toLowerCase() ?? 'info';

/**
 * The server's logger. Lines that are written for a request, however deep, have its id (./http/caller.ts), also
 * those of the run that it started.
 */
export const logger: Logger = pino(
  {
    // The environment check at boot refuses an unknown level, with the variable's name; here it must not
    // throw.
    level: LEVELS.includes(level) ? level : 'info',
    base: undefined,
    timestamp: stdTimeFunctions.isoTime,
    // A logger that has the id of its request says it itself.
    mixin: (_line, _level, of) => {
      const requestId = 'requestId' in of ? undefined : currentCaller()?.requestId;
      return requestId === undefined ? {} : { requestId };
    },
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: describeError, error: describeError, cause: describeError },
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => {
        const name = /^\w+$/.test(field) ? field : `["${field}"]`;
        const below = name.startsWith('[') ? name : `.${name}`;
        return [name, `*${below}`, `*.*${below}`];
      }),
      censor: '[redacted]',
    },
  },
  { write: (line: string) => sink.write(line) },
);

/** A logger whose lines have this id, also outside of the request's own calls. */
export function requestLogger(requestId: string): Logger {
  return Object.assign(logger.child({ requestId }), { requestId });
}
