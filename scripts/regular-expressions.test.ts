import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAst } from 'vitest/node';
import { MORE_UNITS, REPEATED_UNITS, repeated } from '@/lib/protocol/fixtures/repeated-units';

/**
 * Tries every regular expression of the source on runs of repeated units, also after a text that it matches.
 * One that takes quadratic time fails here, unless the list below says why no long text reaches it.
 * Expressions built at run time are covered by the linear-text.test.ts files.
 */
const SOURCES = ['app', 'components', 'lib'];
const LEFT_OUT = /(?:^|\/)(?:generated|testing|fixtures|corpus)\/|\.test\.tsx?$/;

/** By file and pattern: why its texts are short. */
const SHORT_TEXTS: ReadonlyMap<string, string> = new Map([
  ['lib/platform/client/save-file.ts: ^-+|-+$', 'cut to 60 characters before'],
  [
    'lib/protocol/text/comes-from.ts: [\\p{L}\\p{N}]+$',
    'what two texts of fewer than 60 characters begin with',
  ],
  ['lib/texts/model/json-tree.ts: \\n\\s*(?:```|~~~)$', 'the last 20 characters'],
  [
    'lib/texts/model/text-kind.ts: [;{}]\\s*$|\\)\\s*:?\\s*$|\\]\\s*,?\\s*$|=>\\s*$|[^\\s:]:\\s*$',
    'lines, cut to 300 characters',
  ],
  ["lib/texts/model/text-kind.ts: (?:[\\p{L}'’,-]+ ){6}", 'lines, cut to 300 characters'],
  ['lib/accounts/server/auth/oauth-providers.ts: \\/+$', "the owner's configuration"],
  ['lib/connections/server/built-in-connections.ts: \\/+$', "the owner's configuration"],
]);

interface Found {
  readonly file: string;
  readonly pattern: string;
  readonly flags: string;
}

function sourceFiles(): string[] {
  return SOURCES.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((file) => path.posix.join(folder, file.replaceAll(path.sep, '/')))
      .filter((file) => /\.tsx?$/.test(file) && !LEFT_OUT.test(file)),
  );
}

function patternsIn(file: string): Found[] {
  const found: Found[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('regex' in node && typeof node.regex === 'object' && node.regex !== null) {
      const { pattern, flags } = node.regex as { pattern: string; flags: string };
      found.push({ file, pattern, flags });
    } else for (const inner of Object.values(node)) walk(inner);
  };
  walk(parseAst(readFileSync(file, 'utf8'), { lang: file.endsWith('x') ? 'tsx' : 'ts' }));
  return found;
}

/** What a pattern may match before it repeats something: its own literal words. */
function beginningsOf(pattern: string): string[] {
  const plain = pattern
    .replace(/\\[bBdDsSwW]|\\p\{[^}]*\}|\(\?<?[:=!]|\[\^?(?:\\.|[^\]\\])*\]|\{\d+,?\d*\}|[\^$()|*+?.]/g, '\n')
    .replace(/\\([^\n])/g, '$1');
  const words = plain.split('\n').filter((word) => word !== '');
  return ['', 'a', ...new Set(words)].slice(0, 4);
}

const LENGTH = 8 * 1024;
/** Scanning such a text takes a tenth of a millisecond; quadratic time is a hundred times that. */
const SUSPECT_MS = 5;
/** A pattern without an unbounded repetition never stays long at one offset. */
const UNBOUNDED = /[*+]|\{\d+,\}/;
const MAX_GROWTH = 3;

function cpuTime(call: () => unknown): number {
  const before = process.cpuUsage();
  call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** A text that makes the pattern slow; null where none was found. */
function slowOn({ pattern, flags }: Found): string | null {
  const every = new RegExp(pattern, flags.includes('y') ? flags : `${flags.replace('g', '')}g`);
  const time = (text: string) =>
    cpuTime(() => {
      every.lastIndex = 0;
      if (flags.includes('y')) every.exec(text);
      else text.replace(every, '');
    });
  for (const beginning of beginningsOf(pattern)) {
    for (const unit of [...REPEATED_UNITS, ...MORE_UNITS]) {
      const textOf = (length: number) => `${beginning}${repeated(unit, length)}\u0001x`;
      if (time(textOf(LENGTH)) < SUSPECT_MS) continue;
      const growths = [1, 2, 3].map(() => time(textOf(LENGTH * 2)) / Math.max(1, time(textOf(LENGTH))));
      if (Math.min(...growths) > MAX_GROWTH) return JSON.stringify(beginning + unit);
    }
  }
  return null;
}

describe('regular expressions', () => {
  const all = sourceFiles().flatMap(patternsIn);

  it('are found in the source', () => {
    expect(all.length).toBeGreaterThan(150);
    expect(all).toContainEqual(
      expect.objectContaining({ file: 'lib/playground/model/import/shell-words.ts' }),
    );
  });

  it('are slow on no text that could be long', { timeout: 600_000 }, () => {
    const unbounded = all.filter(({ pattern }) => UNBOUNDED.test(pattern));
    const slow = unbounded.flatMap((found) => {
      const text = slowOn(found);
      return text === null ? [] : [{ key: `${found.file}: ${found.pattern}`, text }];
    });
    expect(slow.filter(({ key }) => !SHORT_TEXTS.has(key))).toEqual([]);
    // An exception whose pattern is gone must go, too. (Whether it is measured as slow depends on the
    // machine.)
    const keys = unbounded.map(({ file, pattern }) => `${file}: ${pattern}`);
    expect(keys).toEqual(expect.arrayContaining([...SHORT_TEXTS.keys()]));
  });
});
