import { setImmediate } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { readShareCopy } from '@/lib/links/db/share-reading';
import { type Shared, sharedSchema } from '@/lib/links/model/shared';
import { withholdCosts } from '@/lib/links/model/withhold-costs';
import { withholdHints } from '@/lib/links/model/withhold-hints';
import { perProcess } from '@/lib/platform/server/per-process';
import { broadcast, onBroadcast } from '@/lib/platform/server/redis/messages';
import { LARGEST_COPY } from './copy-size';

/** A copy as readers see it. */
export interface ReadCopy {
  readonly shared: Shared;
  /** Characters of its JSON. */
  readonly size: number;
}

/**
 * Options of both caches: simultaneous readers share one read, and a read that takes longer than its cache
 * entry lives is still returned. Old entries are removed by a timer, since they are large.
 */
const SHARED_OPTIONS = { ttl: 5 * 60_000, ttlAutopurge: true, ignoreFetchAbort: true };

/** Two of the largest copies, or hundreds of the usual ones. */
const MAX_COPIES_SIZE = 2 * LARGEST_COPY;

/**
 * A link's copy never changes. A page reads it twice and each of its tools once, and a large one takes a
 * quarter of a second to read, which blocks the process. Whether the link is open is not cached: that is
 * checked every time.
 */
const copies = () =>
  perProcess(
    'shared-copies',
    () =>
      new LRUCache<string, ReadCopy, (size: number) => void>({
        ...SHARED_OPTIONS,
        maxSize: MAX_COPIES_SIZE,
        sizeCalculation: (copy) => copy.size,
        fetchMethod: (shareId, _stale, { context: onRead }) => readStored(shareId, onRead),
      }),
  );

/** Undefined once there is none. `onRead` is called with its size when it was not cached. */
export function readCopy(shareId: string, onRead: (size: number) => void): Promise<ReadCopy | undefined> {
  return copies().fetch(shareId, { context: onRead });
}

async function readStored(shareId: string, onRead: (size: number) => void): Promise<ReadCopy | undefined> {
  const json = await readShareCopy(shareId);
  if (json === null) return undefined;
  onRead(json.length);
  // Validated although we wrote it: the schema is strict, so nothing that readers must not see can pass.
  const written: unknown = JSON.parse(json);
  // Lets other work run first: each of the two steps takes over a tenth of a second for a large copy.
  await setImmediate();
  // Copies made before hints and costs were withheld are shown without them, too.
  return { shared: withholdCosts(withholdHints(sharedSchema.parse(written))), size: json.length };
}

/** Total size of cached pictures; each has some tens of thousands of bytes. */
export const MAX_PICTURES_BYTES = 8 * 1024 * 1024;

const pictures = () =>
  perProcess(
    'shared-pictures',
    () =>
      new LRUCache<string, ArrayBuffer, () => Promise<ArrayBuffer>>({
        ...SHARED_OPTIONS,
        maxSize: MAX_PICTURES_BYTES,
        sizeCalculation: (picture) => picture.byteLength,
        fetchMethod: (_shareId, _stale, { context: draw }) => draw(),
      }),
  );

/** The picture of an open link, drawn once. */
export function readPicture(shareId: string, draw: () => Promise<ArrayBuffer>): Promise<ArrayBuffer> {
  return pictures().forceFetch(shareId, { context: draw });
}

/** Links are closed: their copies must not stay in memory either, on no server. */
export function forgetCopies(shareIds: readonly string[] | 'all'): void {
  forgetHere(shareIds);
  broadcast('links-closed', { shareIds });
}

/** The same in this process only, where it was found closed when somebody opened it. */
export function forgetCopy(shareId: string): void {
  forgetHere([shareId]);
}

function forgetHere(shareIds: readonly string[] | 'all'): void {
  for (const cache of [copies(), pictures()]) {
    for (const shareId of shareIds === 'all' ? [...cache.keys()] : shareIds) cache.delete(shareId);
  }
}

/** From now on, copies of links that are closed through other servers are forgotten here too. */
export function shareCopies(): void {
  onBroadcast('links-closed', (body) =>
    forgetHere((body as { shareIds: readonly string[] | 'all' }).shareIds),
  );
}
