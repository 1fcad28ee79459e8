import { getHeapStatistics } from 'node:v8';
import { perProcess } from '@/lib/platform/server/per-process';

/** The memory side of a stream. */
export interface UnsentStream {
  /** Bytes that wait for its reader. */
  readonly unsent: () => number;
  /** Disconnects its reader and releases its bytes. */
  readonly drop: () => void;
}

/** Bytes waiting for stalled readers, over all streams: one person can open many. */
export interface UnsentBytes {
  /** More was put into a stream. */
  sent(stream: UnsentStream, bytes: number): void;
  /** The stream holds nothing any more. */
  forget(stream: UnsentStream): void;
  /** A snapshot is held in memory until its reader has had it; the returned function releases it. */
  hold(bytes: number, drop: () => void): () => void;
}

const MIB = 1024 * 1024;

/**
 * @param limit bytes of all streams together; above it, the streams with the most are dropped until it is met
 */
export function createUnsentBytes(limit: number): UnsentBytes {
  const streams = new Set<UnsentStream>();
  let sinceLook = 0;

  function look(): void {
    let total = 0;
    const waiting: { stream: UnsentStream; size: number }[] = [];
    for (const stream of streams) {
      const size = stream.unsent();
      if (size <= 0) streams.delete(stream);
      else {
        total += size;
        waiting.push({ stream, size });
      }
    }
    if (total <= limit) return;
    waiting.sort((a, b) => b.size - a.size);
    for (const { stream, size } of waiting) {
      // Otherwise a snapshot larger than the limit could never be read: its reader would be dropped every
      // time.
      if (total <= limit || streams.size === 1) return;
      streams.delete(stream);
      stream.drop();
      total -= size;
    }
  }

  function sent(stream: UnsentStream, bytes: number): void {
    streams.add(stream);
    sinceLook += bytes;
    // Checking all of them with every token would cost more than it saves.
    if (sinceLook < limit / 16) return;
    sinceLook = 0;
    look();
  }

  return {
    sent,
    forget: (stream) => void streams.delete(stream),
    hold(bytes, drop) {
      const story = { unsent: () => bytes, drop };
      sent(story, bytes);
      return () => void streams.delete(story);
    },
  };
}

/** For this process: an eighth of Node's heap limit, 128 MiB at most. */
export function unsentBytes(): UnsentBytes {
  return perProcess('unsent-bytes', () =>
    createUnsentBytes(Math.min(128 * MIB, getHeapStatistics().heap_size_limit / 8)),
  );
}
