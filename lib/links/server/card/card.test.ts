import { afterEach, describe, expect, it, vi } from 'vitest';
import { aSharedComparison, aSharedSweep } from '@/lib/protocol/fixtures/shared-comparison';
import { aSharedDocument } from '@/lib/protocol/fixtures/shared-document';
import { aSharedRun } from '@/lib/protocol/fixtures/shared-run';
import { cardFonts } from './card-fonts';
import { drawCard } from './draw-card';
import { drawable } from './drawable';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the fonts of the card', () => {
  it('say which characters they can draw', async () => {
    for (const { name, characters } of await cardFonts()) {
      const has = (text: string) =>
        [...text].every((character) => characters.has(character.codePointAt(0) ?? 0));
      expect(has('The quick brown fox, 0123456789 – “é ñ ß ü ø”…'), name).toBe(true);
      expect(characters.size, name).toBeGreaterThan(300);
      for (const missing of '犬あ한😀') expect(has(missing), missing).toBe(false);
    }
  });
});

describe('what can be drawn of a text', () => {
  const font = { characters: new Set([...'abc …'].map((character) => character.codePointAt(0) ?? 0)) };

  it('is what the font has; a stretch that it has not becomes one sign', () => {
    expect(drawable('a犬犬b\tc\n😀', font, 100)).toBe('a…b c\n…');
  });

  it('is cut with a sign', () => {
    expect(drawable('abc abc abc', font, 4)).toBe('abc…');
  });
});

describe('the picture of a run', () => {
  const png = (picture: ArrayBuffer) => {
    const bytes = new DataView(picture);
    expect(bytes.getUint32(0)).toBe(0x89504e47);
    return { width: bytes.getUint32(16), height: bytes.getUint32(20), length: bytes.byteLength };
  };

  it('is a PNG of 1200 × 630', async () => {
    expect(png(await drawCard(aSharedRun()))).toMatchObject({ width: 1200, height: 630 });
  });

  it.each([
    ['in other scripts', aSharedRun({ title: '犬の話 😀 история العربية', prompt: '🧵', model: '模型' })],
    ['of columns', aSharedComparison({ title: '犬 😀' })],
    ['of a sweep', aSharedSweep()],
    ['of a document', aSharedDocument({ title: null })],
    [
      'with nothing in it',
      {
        version: 1,
        kind: 'run',
        title: null,
        sharedAt: '2026-11-01T10:00:00.000Z',
        status: 'failed',
      } as const,
    ],
    [
      'of many and long words',
      aSharedRun({
        title: 'W'.repeat(200),
        prompt: 'x'.repeat(50_000),
        outputs: [{ index: 0, text: 'y'.repeat(900_000), finishReason: null }],
      }),
    ],
  ])('is drawn %s, without asking another server', async (_what, shared) => {
    const fetched = vi.spyOn(globalThis, 'fetch');
    expect(png(await drawCard(shared)).width).toBe(1200);
    const elsewhere = fetched.mock.calls.filter(
      ([target]) => !String(target).startsWith('file:') && !String(target).startsWith('data:'),
    );
    expect(elsewhere).toEqual([]);
  });
});
