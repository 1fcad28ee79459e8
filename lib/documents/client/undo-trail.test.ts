import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Change } from '@/lib/documents/model/document-text';
import { MAX_STRETCHES, readTrail } from '@/lib/documents/model/trail';
import { createDocumentSession, type DocumentSession } from './document-session';

const typed = (at: number, text: string): Change => ({
  at,
  removed: [],
  inserted: [{ text, source: null }],
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const text = (session: DocumentSession) => session.view().text.text;

function undo(session: DocumentSession): string {
  const move = session.undoMove();
  if (move) session.follow(move);
  return text(session);
}

function redo(session: DocumentSession): string {
  const move = session.redoMove();
  if (move) session.follow(move);
  return text(session);
}

let run = 0;

/** Another text in the place of the generation that the text is at, or after the head. */
function generate(session: DocumentSession, at: number, words: string, parentId?: string | null): string {
  run += 1;
  const { id } = session.generate({ at, ...(parentId !== undefined && { parentId }) });
  session.nameRun(id, `run${run}`, 0);
  session.grow(id, words);
  session.endGeneration(id);
  return id;
}

/** As after a reload: the steps from the server, the place from the browser. */
function reloaded(session: DocumentSession): DocumentSession {
  const { tree, head } = session.view();
  const trail = readTrail(JSON.parse(JSON.stringify(session.trail())));
  return createDocumentSession({ nodes: [...tree.nodes.values()], head, trail });
}

/** A text, and two takes of what follows. */
function twoTakes() {
  const session = createDocumentSession({ nodes: [], head: null });
  session.type([typed(0, 'Once')], 4);
  session.seal();
  const start = session.view().head;
  const first = generate(session, 4, ' upon');
  session.type([typed(9, ' a')], 11);
  session.seal();
  const edited = session.view().head;
  const second = generate(session, 4, ' more', start);
  return { session, start, first, edited, second };
}

describe('undo', () => {
  it('leads back to the take that was there before, then before it, and redo to the same texts', () => {
    const { session, second } = twoTakes();
    const move = session.undoMove();
    expect(move).toMatchObject({ step: { id: second }, isBeside: true });
    const texts = [undo(session), undo(session), undo(session), undo(session)];
    expect(texts).toEqual(['Once upon a', 'Once upon', 'Once', '']);
    expect(session.undoMove()).toBeNull();
    expect([redo(session), redo(session), redo(session), redo(session)]).toEqual([
      ...['Once', 'Once upon', 'Once upon a', 'Once more'],
    ]);
    expect(session.redoMove()).toBeNull();
  });

  it('does so after a reload at each step, in both directions', () => {
    let { session } = twoTakes();
    const walk = (step: (session: DocumentSession) => string) => {
      const result = step(session);
      session = reloaded(session);
      expect(text(session)).toBe(result);
      return result;
    };
    expect([walk(undo), walk(undo), walk(undo)]).toEqual(['Once upon a', 'Once upon', 'Once']);
    expect([walk(redo), walk(redo), walk(redo)]).toEqual(['Once upon', 'Once upon a', 'Once more']);
  });

  it('leads to the parent where nothing is known of where the text was', () => {
    const { session } = twoTakes();
    const { tree, head } = session.view();
    const elsewhere = createDocumentSession({ nodes: [...tree.nodes.values()], head });
    expect([undo(elsewhere), undo(elsewhere), redo(elsewhere), redo(elsewhere)]).toEqual([
      ...['Once', '', 'Once', 'Once more'],
    ]);
  });

  it('takes several looks elsewhere back at once, and takes nothing away', () => {
    const { session, start, first, edited } = twoTakes();
    for (const place of [first, edited, start]) session.goTo(place);
    expect(session.undoMove()?.step).toBeNull();
    expect([undo(session), undo(session)]).toEqual(['Once more', 'Once upon a']);
    expect([redo(session), redo(session)]).toEqual(['Once more', 'Once']);
    // Back where they began: there is nothing to take back but what was there before.
    const { session: other, first: place, second } = twoTakes();
    other.goTo(place);
    other.goTo(second);
    expect([undo(other), undo(other)]).toEqual(['Once upon a', 'Once upon']);
  });

  it('goes on from what was written somewhere else', () => {
    const { session, first } = twoTakes();
    session.goTo(first);
    session.type([typed(9, '!')], 10);
    session.seal();
    expect([undo(session), undo(session), undo(session)]).toEqual(['Once upon', 'Once more', 'Once upon a']);
    expect([redo(session), redo(session), redo(session)]).toEqual(['Once more', 'Once upon', 'Once upon!']);
  });

  it('never shows what was pruned since', () => {
    const { session, first } = twoTakes();
    session.edit(first, { pruned: true });
    expect(undo(session)).toBe('Once');
    expect(redo(session)).toBe('Once more');
  });

  it('is not in the way of what was written in another tab', () => {
    const { session, second } = twoTakes();
    const { tree, head } = session.view();
    const other = createDocumentSession({ nodes: [...tree.nodes.values()], head });
    generate(other, 9, ' or', second);
    session.addForeign([...other.view().tree.nodes.values()]);
    expect([undo(session), redo(session)]).toEqual(['Once upon a', 'Once more']);
    // What was left here comes before what somebody else has written after it.
    expect(redo(session)).toBe('Once more or');
  });

  it('shows the take before again when another one has brought nothing', () => {
    const { session, start, edited } = twoTakes();
    undo(session);
    const { id } = session.generate({ at: 4, parentId: start });
    expect(text(session)).toBe('Once');
    session.endGeneration(id);
    expect([text(session), session.view().head]).toEqual(['Once upon a', edited]);
    expect([undo(session), redo(session)]).toEqual(['Once upon', 'Once upon a']);
    // Not where something was typed meanwhile.
    const { id: other } = session.generate({ at: 4, parentId: start });
    session.type([typed(4, '?')], 5);
    session.endGeneration(other);
    expect([text(session), undo(session), undo(session)]).toEqual(['Once?', 'Once', 'Once upon a']);
  });

  it('leads before all choices of a generation, whichever of them is shown', () => {
    const { session, second } = twoTakes();
    const choice = session.addSibling(second, 1, ' again') as string;
    session.showChoice(choice, second);
    expect([text(session), undo(session), redo(session)]).toEqual([
      ...['Once again', 'Once upon a', 'Once again'],
    ]);
    session.showChoice(second, choice);
    expect([text(session), undo(session), redo(session)]).toEqual([
      ...['Once more', 'Once upon a', 'Once more'],
    ]);
  });

  it('knows the other ids of steps that were moved aside', () => {
    const { session, second, start } = twoTakes();
    const theirs = { ...(session.view().tree.nodes.get(second) as object), runId: 'theirs' };
    const renamed = '00000000-0000-4000-8000-000000000001';
    const before = session.view().tree.nodes.get(start as string);
    session.moveAside(new Map([[second, renamed]]), new Set(), [theirs as never]);
    expect(before).toBeDefined();
    expect(session.view().head).toBe(renamed);
    expect([undo(session), redo(session)]).toEqual(['Once upon a', 'Once more']);
    expect(session.view().head).toBe(renamed);
  });

  it('remembers a bounded number of turns', () => {
    const { session, start } = twoTakes();
    for (let take = 0; take < MAX_STRETCHES + 20; take += 1) generate(session, 4, ` ${take}`, start);
    expect(session.trail().stretches).toHaveLength(MAX_STRETCHES);
    expect(undo(session)).toBe(`Once ${MAX_STRETCHES + 18}`);
    for (let move = session.undoMove(); move; move = session.undoMove()) session.follow(move);
    expect(text(session)).toBe('');
  });
});

it('what is stored and is no trail is not one', () => {
  const good = { stretches: [{ start: null, end: 'a', looked: false }], at: 0 };
  expect(readTrail(good)).toEqual(good);
  for (const bad of [
    null,
    7,
    'x',
    {},
    { ...good, at: 1 },
    { ...good, at: '0' },
    { stretches: [], at: 0 },
    { stretches: [null], at: 0 },
    { stretches: [{ start: 1, end: 'a' }], at: 0 },
    { stretches: Array.from({ length: MAX_STRETCHES + 1 }, () => good.stretches[0]), at: 0 },
  ])
    expect(readTrail(bad)).toBeNull();
});
