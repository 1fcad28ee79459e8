import * as z from 'zod/mini';
import type { RunEvent } from '@/lib/protocol/run/run-events';

/**
 * When each chunk of text came: [milliseconds since the run was accepted, choice index, characters (UTF-16
 * units)], in order. Enough to replay a run as it was written, at a fraction of its size.
 */
export const paceSchema = z.array(
  z.tuple([
    z.number().check(z.nonnegative()),
    z.int().check(z.nonnegative()),
    z.int().check(z.nonnegative()),
  ]),
);
export type Pace = z.infer<typeof paceSchema>;

/** Chunks of one choice within this time are merged: the eye cannot distinguish them. */
const FINEST_MS = 30;
/** A long run is recorded as coarsely as necessary to stay below this. */
const MAX_CHUNKS = 2_000;

export interface PaceKeeper {
  /** @param ms since the run was accepted */
  note(events: readonly RunEvent[], ms: number): void;
  /** Null when no text came. */
  pace(): Pace | null;
}

export function createPaceKeeper(): PaceKeeper {
  let chunks: Pace = [];
  let gapMs = FINEST_MS;
  /** The last chunk of each choice: when several choices stream at once, their chunks alternate. */
  let lastOf = new Map<number, Pace[number]>();

  function add(ms: number, index: number, characters: number): void {
    const last = lastOf.get(index);
    if (last && ms - last[0] < gapMs) {
      last[2] += characters;
      return;
    }
    const chunk: Pace[number] = [ms, index, characters];
    chunks.push(chunk);
    lastOf.set(index, chunk);
  }

  function coarsen(): void {
    const fine = chunks;
    chunks = [];
    lastOf = new Map();
    gapMs *= 2;
    for (const [ms, index, characters] of fine) add(ms, index, characters);
  }

  return {
    note(events, ms) {
      for (const event of events) {
        if (event.type === 'text-delta' && event.text !== '')
          add(Math.round(ms), event.index, event.text.length);
      }
      // With hundreds of choices no interval is long enough: then only the first chunk of each remains.
      while (chunks.length > Math.max(MAX_CHUNKS, lastOf.size * 2)) coarsen();
    },
    pace: () => (chunks.length === 0 ? null : chunks),
  };
}

/** How much of each choice had come at a moment of the run: characters by choice index. */
export function charactersAt(pace: Pace, ms: number): Map<number, number> {
  const shown = new Map<number, number>();
  for (const [at, index, characters] of pace) {
    if (at > ms) break;
    shown.set(index, (shown.get(index) ?? 0) + characters);
  }
  return shown;
}
