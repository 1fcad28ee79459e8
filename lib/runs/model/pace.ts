import * as z from 'zod/mini';
import type { RunEvent } from '@/lib/protocol/run/run-events';

/**
 * When which piece of text came: [milliseconds since the run was accepted, choice index, characters (UTF-16 units)],
 * in the order in which they came. Enough to show a run again as it was written, at a fraction of its size.
 */
export const paceSchema = z.array(
  z.tuple([
    z.number().check(z.nonnegative()),
    z.int().check(z.nonnegative()),
    z.int().check(z.nonnegative()),
  ]),
);
export type Pace = z.infer<typeof paceSchema>;

/** Pieces of one choice that came within this time are one piece: the eye does not tell them apart. */
const FINEST_MS = 30;
/** A run of an hour is told as coarsely as it takes to stay below this. */
const MAX_PIECES = 2_000;

export interface PaceKeeper {
  /** @param ms since the run was accepted */
  note(events: readonly RunEvent[], ms: number): void;
  /** Null when no text came. */
  pace(): Pace | null;
}

export function createPaceKeeper(): PaceKeeper {
  let chunks: Pace = [];
  let gapMs = FINEST_MS;
  /** The last piece of each choice: with several choices that stream at once, their pieces alternate. */
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
      // With hundreds of choices no gap is wide enough: then the first piece of each is what stays.
      while (chunks.length > Math.max(MAX_PIECES, lastOf.size * 2)) coarsen();
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
