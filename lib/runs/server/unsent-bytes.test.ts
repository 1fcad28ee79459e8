import { describe, expect, it } from 'vitest';
import { closeSessions } from '@/lib/accounts/server/access';
import { openAccess } from '@/lib/accounts/server/testing/open-access';
import { type EventSink, eventStreamResponse } from './event-stream';
import { createUnsentBytes, type UnsentBytes, type UnsentStream } from './unsent-bytes';

const MIB = 1024 * 1024;

function streams() {
  const ofAll = createUnsentBytes(16 * MIB);
  return (maxUnsentBytes?: number) => {
    let sink: EventSink | undefined;
    let left = 0;
    const response = eventStreamResponse({
      preamble: '',
      ofAll,
      ...(maxUnsentBytes && { maxUnsentBytes }),
      open: (to) => {
        sink = to;
        return () => {
          left += 1;
        };
      },
    });
    return {
      send: (bytes: number) => sink?.send('x'.repeat(bytes)),
      left: () => left,
      isClosed: () => sink?.closed,
      cancel: () => response.body?.cancel(),
      /** What is held for the reader; null: it was let go. */
      held: async () => {
        if (!sink?.closed) sink?.close();
        return response.arrayBuffer().then(
          (bytes) => bytes.byteLength,
          () => null,
        );
      },
    };
  };
}

describe('what waits for readers that do not read', () => {
  it('is bounded over all streams, and those with the most go first', async () => {
    const open = streams();
    const small = open();
    small.send(1_000);
    const large = Array.from({ length: 40 }, () => open());
    for (const stream of large) stream.send(3 * MIB);
    const held = await Promise.all(large.map((stream) => stream.held()));
    expect(held.filter((bytes) => bytes === null).length).toBeGreaterThan(30);
    expect(held.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0)).toBeLessThanOrEqual(16 * MIB);
    expect(large.every((stream) => stream.left() === 1)).toBe(true);
    expect(await small.held()).toBe(1_000);
  });

  it('counts what was closed with its bytes still unread', async () => {
    const open = streams();
    const large = Array.from({ length: 20 }, () => open(2 * MIB));
    for (const stream of large) stream.send(3 * MIB);
    const held = await Promise.all(large.map((stream) => stream.held()));
    expect(held.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0)).toBeLessThanOrEqual(16 * MIB);
  });

  it('counts stories that are held for somebody', () => {
    const ofAll = createUnsentBytes(16 * MIB);
    const dropped: number[] = [];
    const releases = Array.from({ length: 4 }, (_, at) => ofAll.hold(4 * MIB, () => dropped.push(at)));
    expect(dropped).toEqual([]);
    releases[0]?.();
    ofAll.hold(4 * MIB, () => dropped.push(4));
    expect(dropped).toEqual([]);
    ofAll.hold(6 * MIB, () => dropped.push(5));
    expect(dropped).toEqual([5]);
  });

  it('never lets the only story go, however large: it could not be read at all', () => {
    const ofAll = createUnsentBytes(16 * MIB);
    const dropped: string[] = [];
    const release = ofAll.hold(40 * MIB, () => dropped.push('large'));
    expect(dropped).toEqual([]);
    ofAll.hold(2 * MIB, () => dropped.push('small'));
    expect(dropped).toEqual(['large']);
    release();
  });

  it('forgets at once what is closed and read, and what was released', async () => {
    const known = new Set<UnsentStream>();
    const bytes = createUnsentBytes(1024 * MIB);
    const ofAll: UnsentBytes = {
      ...bytes,
      sent: (stream) => void known.add(stream),
      forget: (stream) => void known.delete(stream),
    };
    let sink: EventSink | undefined;
    const response = eventStreamResponse({
      preamble: 'begin',
      ofAll,
      open: (to) => {
        sink = to;
        return () => {};
      },
    });
    expect(known.size).toBe(1);
    await response.body?.cancel();
    expect(sink?.closed).toBe(true);
    expect(known.size).toBe(0);
    let requested = 0;
    const large = {
      unsent: () => {
        requested += 1;
        return 0;
      },
      drop: () => {},
    };
    bytes.sent(large, 1);
    bytes.forget(large);
    bytes.hold(100 * MIB, () => {})();
    expect(requested).toBe(0);
  });

  it('hands nothing over that waited when the access ended', async () => {
    const userId = 'revoked reader';
    const access = openAccess(userId);
    const response = eventStreamResponse({
      preamble: 'x'.repeat(1_000),
      access,
      open: () => () => {},
    });
    const reading = response.text();
    const late = eventStreamResponse({ preamble: 'x'.repeat(1_000), access, open: () => () => {} });
    closeSessions(userId);
    // What was read by then is in other hands; the stream just ends.
    await expect(reading).resolves.toBe('x'.repeat(1_000));
    await expect(late.text()).rejects.toThrow('Access ended.');
  });

  it('forgets streams that were read or left', async () => {
    const open = streams();
    for (let at = 0; at < 40; at += 1) {
      const stream = open();
      stream.send(3 * MIB);
      if (at % 2 === 0) await stream.cancel();
      else expect(await stream.held()).toBe(3 * MIB);
    }
    const last = open();
    last.send(3 * MIB);
    expect(await last.held()).toBe(3 * MIB);
  });
});
