import { describe, expect, it } from 'vitest';
import {
  applyChange,
  type Change,
  ChangeMismatch,
  type DocumentText,
  EMPTY_TEXT,
  invertChange,
  type Piece,
  piecesBetween,
  spanAt,
} from './document-text';
import { joinChanges } from './join-changes';
import { rebaseChanges } from './rebase';
import { randomChange, randomNumbers } from './testing/random-changes';

const person = (text: string): Piece => ({ text, source: null });
const model = (text: string, at = 0): Piece => ({ text, source: { runId: 'r', choice: 0, at } });
const insert = (at: number, ...inserted: Piece[]): Change => ({ at, removed: [], inserted });

const STORY = [insert(0, person('Once ')), insert(5, model('upon a time'))].reduce(applyChange, EMPTY_TEXT);

describe('a text and its authors', () => {
  it('keeps who wrote what when a person edits inside of what the model wrote', () => {
    const edited = applyChange(STORY, { at: 10, removed: [model('a ', 5)], inserted: [person('the ')] });
    expect(edited.text).toBe('Once upon the time');
    expect(piecesBetween(edited, 0, 18)).toEqual([
      person('Once '),
      model('upon '),
      person('the '),
      model('time', 7),
    ]);
    expect(spanAt(edited.spans, 14)).toEqual({
      span: { length: 4, source: { runId: 'r', choice: 0, at: 7 } },
      start: 14,
    });
  });

  it('joins what continues: a model text that is put together again is one', () => {
    const cut = { at: 10, removed: [model('a ', 5)], inserted: [] };
    const back = [cut, invertChange(cut)].reduce(applyChange, STORY);
    expect(back).toEqual(STORY);
    expect(back.spans).toHaveLength(2);
  });

  it('refuses a change of another text', () => {
    expect(() => applyChange(STORY, { at: 0, removed: [person('Twice')], inserted: [] })).toThrow(
      ChangeMismatch,
    );
    expect(() => applyChange(STORY, insert(99, person('!')))).toThrow(ChangeMismatch);
  });

  it('comes back to the same from any changes, step by step', () => {
    const random = randomNumbers(7);
    for (let round = 0; round < 200; round += 1) {
      const texts: DocumentText[] = [EMPTY_TEXT];
      const changes: Change[] = [];
      for (let step = 0; step < 30; step += 1) {
        const change = randomChange(texts.at(-1) ?? EMPTY_TEXT, random);
        changes.push(change);
        texts.push(applyChange(texts.at(-1) ?? EMPTY_TEXT, change));
      }
      let at = texts.at(-1) ?? EMPTY_TEXT;
      expect(at.spans.reduce((sum, { length }) => sum + length, 0)).toBe(at.text.length);
      for (let step = changes.length - 1; step >= 0; step -= 1) {
        at = applyChange(at, invertChange(changes[step] as Change));
        expect(at).toEqual(texts[step]);
      }
    }
  });
});

describe('two changes as one', () => {
  it('has the effect of both, or leaves them apart', () => {
    const random = randomNumbers(11);
    let joined = 0;
    for (let round = 0; round < 3_000; round += 1) {
      const before = applyChange(STORY, randomChange(STORY, random));
      const first = randomChange(before, random);
      const middle = applyChange(before, first);
      const second = randomChange(middle, random);
      const one = joinChanges(first, second);
      if (one === null) continue;
      joined += 1;
      expect(applyChange(before, one)).toEqual(applyChange(middle, second));
      expect(applyChange(applyChange(middle, second), invertChange(one))).toEqual(before);
    }
    expect(joined).toBeGreaterThan(500);
  });

  it('takes typing on, deleting backwards and deleting forwards as one, and typing elsewhere not', () => {
    expect(joinChanges(insert(0, person('a')), insert(1, person('b')))).toEqual(insert(0, person('ab')));
    const back = { at: 0, removed: [person('a')], inserted: [] };
    expect(joinChanges(insert(0, person('a')), back)).toEqual({ at: 0, removed: [], inserted: [] });
    expect(joinChanges(insert(0, person('a')), insert(5, person('b')))).toBeNull();
  });
});

describe('changes of a text that grows meanwhile', () => {
  it('lose nothing of either', () => {
    const random = randomNumbers(5);
    for (let round = 0; round < 2_000; round += 1) {
      const at = Math.floor(random() * (STORY.text.length + 1));
      const changes: Change[] = [];
      let written = STORY;
      for (let step = 0; step < 4; step += 1) {
        const change = randomChange(written, random);
        changes.push(change);
        written = applyChange(written, change);
      }
      const grown = applyChange(STORY, insert(at, model('«grown»', 100)));
      const both = rebaseChanges(changes, at, 7).reduce(applyChange, grown);
      expect(both.text).toContain('«grown»');
      expect(both.text.replace('«grown»', '')).toBe(written.text);
    }
  });

  it('leaves text that is written at the end of the growing part behind it', () => {
    const [moved] = rebaseChanges([insert(16, person('!'))], 16, 4);
    expect(moved?.at).toBe(20);
  });
});
