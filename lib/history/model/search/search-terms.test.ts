import { describe, expect, it } from 'vitest';
import { findHits, searchPattern, searchSubstrings, searchTerms, snippetAround } from './search-terms';

const marked = (text: string, query: string, options?: { substrings: boolean }) => {
  let out = '';
  let at = 0;
  for (const { start, end } of findHits(text, query, options)) {
    out += `${text.slice(at, start)}[${text.slice(start, end)}]`;
    at = end;
  }
  return out + text.slice(at);
};

describe('the words of a search', () => {
  it('are folded, and split where both databases split them', () => {
    expect(searchTerms('Café gpt-4o and/or')).toEqual(
      ['cafe', 'gpt', '4o', 'and', 'or'].map((word) => ({ words: [word], exact: false })),
    );
  });

  it('stand together in quotes, also in an open one', () => {
    expect(searchTerms('a "Lazy dog" b "open')).toEqual([
      { words: ['a'], exact: false },
      { words: ['lazy', 'dog'], exact: true },
      { words: ['b'], exact: false },
      { words: ['open'], exact: true },
    ]);
  });

  it('are none in punctuation, which is searched as substrings', () => {
    expect(searchTerms('?! ""')).toEqual([]);
    expect(searchSubstrings('a "b"')).toEqual([]);
    expect(searchSubstrings('?! x')).toEqual(['?!', 'x']);
  });
});

describe('hits', () => {
  it('are beginnings of words', () => {
    expect(marked('The lighthouse was alight', 'light')).toBe('The [lighthouse] was alight');
  });

  it('are found with accents, however these are written', () => {
    expect(marked('un café, un cafe\u0301', 'cafe')).toBe('un [café], un [cafe\u0301]');
    expect(marked('CAFÉ', 'café')).toBe('[CAFÉ]');
  });

  it('of a phrase are whole words with anything but words between', () => {
    expect(marked('the lazy, dog; the lazy dogs', '"lazy dog"')).toBe('the [lazy, dog]; the lazy dogs');
  });

  it('may be parts of words', () => {
    expect(marked('completion', 'plet', { substrings: true })).toBe('com[plet]ion');
    expect(marked('a+b (c)', '+b', { substrings: true })).toBe('a[+b] (c)');
  });

  it('take any pattern as text', () => {
    expect(marked('a.b [x] \\ ^$', '[x] \\ ^$', { substrings: true })).toBe('a.b [[x]] [\\] [^$]');
  });
});

describe('a snippet', () => {
  it('shows the words around the first hit', () => {
    const text = `${'before '.repeat(30)}the lighthouse\n\nkeeper${' after'.repeat(60)}`;
    const snippet = snippetAround(text, searchPattern('lighthouse') ?? /^/) ?? '';
    expect(snippet.startsWith('…')).toBe(true);
    expect(snippet).toContain('the lighthouse keeper after');
    expect(snippet.length).toBeLessThan(200);
    expect(snippetAround(text, searchPattern('nowhere') ?? /^/)).toBeNull();
    expect(searchPattern('?')).toBeNull();
  });
});
