import { setImmediate } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { readShareCopy } from '@/lib/links/db/share-reading';
import { type Shared, sharedSchema } from '@/lib/links/model/shared';
import { withholdHints } from '@/lib/links/model/withhold-hints';
import { perProcess } from '@/lib/platform/server/per-process';
import { LARGEST_COPY } from './copy-size';

/** A copy as readers get it. */
export interface ReadCopy {
  readonly shared: Shared;
  /** Characters of its JSON. */
  readonly size: number;
}

/**
 * What both caches do: several readers at the same time wait for one reading, and what takes longer than its place in the
 * cache lasts is still handed out. Old entries go by a timer, since what they hold is large.
 */
const SHARED_OPTIONS = { ttl: 5 * 60_000, ttlAutopurge: true, ignoreFetchAbort: true };

/** Two of the largest, or hundreds of the usual ones. */
const MAX_COPIES_SIZE = 2 * LARGEST_COPY;

/**
 * A copy of a link never changes. It is asked for twice by a page and once by each of its tools, and a large one takes a
 * quarter of a second to read, in which the process does nothing else. Whether the link is open is not cached: that is
 * looked at every time.
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

/** Undefined once there is none. `onRead` hears of its size when it was not cached. */
export function readCopy(shareId: string, onRead: (size: number) => void): Promise<ReadCopy | undefined> {
  return copies().fetch(shareId, { context: onRead });
}

async function readStored(shareId: string, onRead: (size: number) => void): Promise<ReadCopy | undefined> {
  const json = await readShareCopy(shareId);
  if (json === null) return undefined;
  onRead(json.length);
  // Checked although we wrote it: the schema is strict, so nothing that is not meant for readers can pass.
  const written: unknown = JSON.parse(json);
  // Others first: each of the two takes a good tenth of a second for a large one.
  await setImmediate();
  // Copies from before hints were withheld are shown without them, too.
  return { shared: withholdHints(sharedSchema.parse(written)), size: json.length };
}

/** Bytes of pictures, each some tens of thousands. */
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

/** The link is closed: what it showed is not to be in the memory either. */
export function forgetCopy(shareId: string): void {
  copies().delete(shareId);
  pictures().delete(shareId);
}
