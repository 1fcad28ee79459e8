import type { LiveLog } from './live-log';

/** When a run that nobody watches is ended. A run for the background has no grace time. */

/** How long a run continues with nobody watching, unless it was started for the background. */
export const GRACE_MS = 30_000;
/** How long an unwatched run of a guest, or of an account on its first day, waits for its first byte. */
export const NEWCOMER_FIRST_BYTE_MS = 2 * 60_000;

/** Calls `onOver` after the grace time; the returned function cancels that. */
export type Grace = (onOver: () => void) => () => void;

export function graceOf(ms: number): Grace {
  return (onOver) => {
    const timer = setTimeout(onOver, ms);
    timer.unref();
    return () => clearTimeout(timer);
  };
}

export interface UnwatchedRule {
  /** Counts down while nobody watches; null: the run continues alone for as long as it takes. */
  readonly grace: Grace | null;
  /** The same, for a run that has brought nothing yet; null: it may wait as long as its upstream may. */
  readonly firstByteGrace?: Grace | null;
  /** Whether somebody watches the run's comparison instead of the run itself. */
  readonly isWatchedElsewhere?: () => boolean;
  /**
   * Milliseconds for which it counts as watched through other servers, 0 when it does not; absent: there are no
   * others. Never rejects.
   */
  readonly otherServersMs?: (() => Promise<number>) | undefined;
}

export interface UnwatchedCountdown {
  /** Nobody watches (any more). */
  start(): void;
  /** Somebody watches, or the run is over. */
  cancel(): void;
}

export function createUnwatchedCountdown(
  { grace, firstByteGrace = null, isWatchedElsewhere = () => false, otherServersMs }: UnwatchedRule,
  log: LiveLog,
  stop: (reason: 'unwatched' | 'no_first_byte') => void,
): UnwatchedCountdown {
  let cancels: ((() => void) | undefined)[] = [];
  /** Goes up with each start and cancel: what was asked before is out of date then. */
  let round = 0;

  function start(): void {
    if (log.ended) return;
    round += 1;
    cancels = [
      grace?.(() => unlessWatchedThere(() => stop('unwatched'))),
      hasAnswer(log) ? undefined : firstByteGrace?.(() => unlessWatchedThere(onNoFirstByte)),
    ];
  }

  /** Nobody watches through this server. Through others: looks again when that is over. */
  async function lookThere(ask: () => Promise<number>, go: () => void): Promise<void> {
    const askedIn = round;
    const ms = await ask();
    if (askedIn !== round || log.ended) return;
    if (ms === 0) go();
    else cancels.push(graceOf(ms)(() => unlessWatchedThere(go)));
  }

  function unlessWatchedThere(go: () => void): void {
    if (otherServersMs === undefined) go();
    else void lookThere(otherServersMs, go);
  }

  function onNoFirstByte(): void {
    if (hasAnswer(log)) return;
    if (isWatchedElsewhere()) start();
    else stop('no_first_byte');
  }

  return {
    start,
    cancel() {
      round += 1;
      for (const cancel of cancels) cancel?.();
    },
  };
}

function hasAnswer({ state }: LiveLog): boolean {
  return state.response !== null || state.choices.some(({ text }) => text !== '');
}
