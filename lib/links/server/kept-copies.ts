import { setImmediate } from 'node:timers/promises';
import { readShareCopy } from '@/lib/links/db/share-reading';
import { type Shared, sharedSchema } from '@/lib/links/model/shared';
import { withholdHints } from '@/lib/links/model/withhold-hints';
import { perProcess } from '@/lib/platform/server/per-process';
import { LARGEST_COPY } from './copy-size';
import { createKept } from './kept';

/** A copy as readers get it. */
export interface ReadCopy {
  readonly shared: Shared;
  /** Characters of its JSON. */
  readonly size: number;
}

/** Two of the largest, or hundreds of the usual ones. */
const MOST_KEPT = 2 * LARGEST_COPY;
const KEEP_MS = 5 * 60_000;

/**
 * A copy of a link never changes. It is asked for twice by a page and once by each of its tools, and a large one takes a
 * quarter of a second to read, in which the process does nothing else. Whether the link is open is not kept: that is
 * looked at every time.
 */
const copies = () =>
  perProcess('shared-copies', () =>
    createKept<ReadCopy | null>({ sizeOf: (copy) => copy?.size ?? 1, most: MOST_KEPT, forMs: KEEP_MS }),
  );

/** Null once there is none. `onRead` hears of its size when it was not known. */
export function readCopy(shareId: string, onRead: (size: number) => void): Promise<ReadCopy | null> {
  return copies().get(shareId, async () => {
    const json = await readShareCopy(shareId);
    if (json === null) return null;
    onRead(json.length);
    // Checked although we wrote it: the schema is strict, so nothing that is not meant for readers can pass.
    const written: unknown = JSON.parse(json);
    // Others first: each of the two takes a good tenth of a second for a large one.
    await setImmediate();
    // A copy of before hints were withheld is told without them, too.
    return { shared: withholdHints(sharedSchema.parse(written)), size: json.length };
  });
}

/** Bytes of pictures, each some tens of thousands. */
const MOST_PICTURES = 8 * 1024 * 1024;

const pictures = () =>
  perProcess('shared-pictures', () =>
    createKept<ArrayBuffer>({ sizeOf: (picture) => picture.byteLength, most: MOST_PICTURES, forMs: KEEP_MS }),
  );

/** The picture of an open link, drawn once. */
export function readPicture(shareId: string, draw: () => Promise<ArrayBuffer>): Promise<ArrayBuffer> {
  return pictures().get(shareId, draw);
}

/** The link is closed: what it showed is not to be in the memory either. */
export function forgetCopy(shareId: string): void {
  copies().forget(shareId);
  pictures().forget(shareId);
}
