import { noteAnswer, noteRefusal, type PacedCell, putBackRefused } from '@/lib/compare/db/connection-pace';
import { isBuiltIn } from '@/lib/connections/model/built-in-connections';
import { env } from '@/lib/platform/env/env';
import { retryDelayMs } from '@/lib/protocol/errors/retry-policy';
import type { Retries } from '@/lib/protocol/request/value-kinds';
import type { Attempt, RunError } from '@/lib/protocol/run/run-events';

/**
 * What is done with a cell whose upstream refuses its call as one too many: it waits again, and its connection gets fewer calls
 * from then on (docs/decisions/0043).
 */

/** Without a word from the server about when to call again. */
const BACKOFF: Retries = {
  strategy: 'backoff',
  backoff: { initialInterval: 1_000, exponent: 2, maxInterval: 60_000, maxElapsedTime: 10 * 60_000 },
  retryConnectionErrors: false,
};
/** How often a cell is put back: with the waits above, for about ten minutes. */
const MAX_TRIES = 12;
/** What the run that comes of the cell shows of the attempts before it. */
const MAX_ATTEMPTS = 20;
const BODY_CHARACTERS = 300;

/** A refusal that says nothing of the call itself, only of their number. */
export function isOneTooMany({ status, retryAfterMs }: RunError): boolean {
  return status === 429 || (status === 503 && retryAfterMs !== null);
}

export interface RefusedCall {
  readonly cell: PacedCell;
  /** How often it was put back before. */
  readonly tries: number;
  readonly error: RunError;
  /** The attempts before this one. */
  readonly attempts: readonly Attempt[];
  readonly random: (() => number) | undefined;
}

/**
 * Slows the connection down, and puts the cell back. False: it ends as failed, since that has been tried often enough, or the
 * server wants to be left alone for longer than anybody should wait.
 */
export async function slowDown({ cell, tries, error, attempts, random }: RefusedCall): Promise<boolean> {
  const failingMs = await noteRefusal(cell);
  const waitMs = Math.round(retryDelayMs(tries, BACKOFF, error.retryAfterMs, random));
  if (tries >= MAX_TRIES || failingMs + waitMs > BACKOFF.backoff.maxElapsedTime) return false;
  const number = (attempts.at(-1)?.number ?? 0) + 1;
  const rawBody = error.rawBody?.slice(0, BODY_CHARACTERS) ?? null;
  const all = [...attempts, { number, error: { ...error, rawBody }, waitMs }];
  return putBackRefused(cell, all.slice(-MAX_ATTEMPTS), waitMs);
}

/** The cell's call was answered. */
export function speedUp(cell: PacedCell): Promise<void> {
  return noteAnswer(cell, isBuiltIn(cell.connectionId) ? env.maxOpenRuns : env.maxOpenRunsPerUser);
}
