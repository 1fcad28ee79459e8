'use client';

import { useEffect, useRef } from 'react';
import { createEvent } from './event';

/** Something that a person can do on the page now; the palette finds it by its words. */
export interface Action {
  /** Unique among all actions; remembered for "Recent", so it stays the same for the same action. */
  readonly id: string;
  /** The word of its button, its menu and its shortcut. */
  readonly label: string;
  /** A heading of its own in the palette; absent: "Actions". */
  readonly group?: string;
  /** Its shortcut, written as `mod+k`. */
  readonly keys?: string | undefined;
  /** Other words by which it is found. */
  readonly also?: string;
  /** Why it cannot run now: shown dimmed, with this sentence. */
  readonly blocked?: string | null;
  /** Of several choices, this one is in use now. */
  readonly current?: boolean;
  readonly run: () => unknown;
}

/** Asks for the palette, where there is no space for its button. */
export const paletteRequests = createEvent();

type ReadActions = () => readonly Action[] | Promise<readonly Action[]>;

/** Those of whole screens, then those of their parts, each in the order in which they appeared. */
const readers = { screen: new Set<ReadActions>(), part: new Set<ReadActions>() };

/** Registers actions. They are read only when somebody looks for one. Returns a function that removes them. */
export function registerActions(read: ReadActions, of: 'screen' | 'part' = 'part'): () => void {
  // A function of its own, so that the same one can be registered twice.
  const own = () => read();
  readers[of].add(own);
  return () => readers[of].delete(own);
}

/** Registers the actions of a part of the page, or of a whole screen, while it is shown. */
export function useActions(read: ReadActions, of: 'screen' | 'part' = 'part'): void {
  const latest = useRef(read);
  useEffect(() => {
    latest.current = read;
  });
  useEffect(() => registerActions(() => latest.current(), of), [of]);
}

/** All actions of now; of two with the same id the first. A part that fails has none. */
export async function readActions(): Promise<readonly Action[]> {
  const lists = await Promise.all(
    [...readers.screen, ...readers.part].map(async (read) => {
      try {
        return await read();
      } catch {
        return [];
      }
    }),
  );
  return [
    ...new Map(
      lists
        .flat()
        .map((action) => [action.id, action] as const)
        .reverse(),
    ).values(),
  ].reverse();
}
