import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readCharacters } from './font-characters';

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
