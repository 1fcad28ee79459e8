import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** A font file in the form that the renderer takes, and the characters that it can draw. */
export interface CardFont {
  readonly name: 'Geist' | 'Geist Mono';
  readonly weight: 400 | 600;
  readonly data: ArrayBuffer;
  readonly characters: ReadonlySet<number>;
}

const FILES = [
  { name: 'Geist', weight: 400, file: 'geist-sans/Geist-Regular.ttf' },
  { name: 'Geist', weight: 600, file: 'geist-sans/Geist-SemiBold.ttf' },
  { name: 'Geist Mono', weight: 400, file: 'geist-mono/GeistMono-Regular.ttf' },
] as const;

let loaded: Promise<readonly CardFont[]> | null = null;

/** The fonts of the app, read once. */
export function cardFonts(): Promise<readonly CardFont[]> {
  loaded ??= Promise.all(FILES.map(read));
  return loaded;
}

async function read({ name, weight, file }: (typeof FILES)[number]): Promise<CardFont> {
  const root = path.join(process.cwd(), 'node_modules', 'geist', 'dist', 'fonts');
  const bytes = await readFile(path.join(root, ...file.split('/')));
  const data = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return { name, weight, data, characters: readCharacters(new DataView(data)) };
}

/**
 * The characters that a TrueType font can draw, from its `cmap` table (OpenType 1.9, formats 4 and 12). The
 * renderer downloads fonts from other servers for characters that it cannot draw, so it is never given any.
 *
 * @throws RangeError when the file is not a font
 */
function readCharacters(font: DataView): Set<number> {
  const found = new Set<number>();
  const cmap = tableOffset(font, 'cmap');
  const count = font.getUint16(cmap + 2);
  for (let at = 0; at < count; at += 1) {
    const subtable = cmap + font.getUint32(cmap + 4 + at * 8 + 4);
    const format = font.getUint16(subtable);
    if (format === 4) readFormat4(font, subtable, found);
    else if (format === 12) readFormat12(font, subtable, found);
  }
  return found;
}

function tableOffset(font: DataView, tag: string): number {
  const count = font.getUint16(4);
  for (let at = 0; at < count; at += 1) {
    const record = 12 + at * 16;
    const name = String.fromCharCode(...[0, 1, 2, 3].map((byte) => font.getUint8(record + byte)));
    if (name === tag) return font.getUint32(record + 8);
  }
  throw new RangeError(`The font has no table ${tag}.`);
}

function readFormat4(font: DataView, subtable: number, found: Set<number>): void {
  const doubled = font.getUint16(subtable + 6);
  const ends = subtable + 14;
  const starts = ends + doubled + 2;
  const deltas = starts + doubled;
  const offsets = deltas + doubled;
  for (let segment = 0; segment < doubled; segment += 2) {
    const first = font.getUint16(starts + segment);
    const last = font.getUint16(ends + segment);
    const delta = font.getUint16(deltas + segment);
    const offset = font.getUint16(offsets + segment);
    for (let code = first; code <= last && code < 0xffff; code += 1) {
      const raw = offset === 0 ? code : font.getUint16(offsets + segment + offset + (code - first) * 2);
      if (raw !== 0 && ((raw + delta) & 0xffff) !== 0) found.add(code);
    }
  }
}

function readFormat12(font: DataView, subtable: number, found: Set<number>): void {
  const groups = font.getUint32(subtable + 12);
  for (let group = 0; group < groups; group += 1) {
    const at = subtable + 16 + group * 12;
    for (let code = font.getUint32(at); code <= font.getUint32(at + 4); code += 1) found.add(code);
  }
}
