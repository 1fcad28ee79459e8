import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MAX_CHANGES_OF_STEP } from '@/lib/documents/model/document-limits';
import { type DocumentNode, documentNodeSchema } from '@/lib/documents/model/document-node';
import { applyChange, type Change, type DocumentText, EMPTY_TEXT } from '@/lib/documents/model/document-text';
import { type NodeId, textAt } from '@/lib/documents/model/document-tree';
import { randomChange, randomNumbers } from '@/lib/documents/model/testing/random-changes';
import { createDocumentSession, type DocumentSession, PAUSE_MS } from './document-session';

const typed = (at: number, text: string): Change => ({
  at,
  removed: [],
  inserted: [{ text, source: null }],
});

/** A session, with what an editor that follows it shows and what a server that it is saved on has. */
function openSession() {
  const session = createDocumentSession({ nodes: [], head: null });
  const saved = new Map<string, DocumentNode>();
  const copy = { shown: EMPTY_TEXT as DocumentText, head: null as NodeId };
  session.onChanges((changes) => {
    copy.shown = changes.reduce(applyChange, copy.shown);
  });
  session.onSteps((nodes, head) => {
    for (const node of nodes) saved.set(node.id, node);
    copy.head = head;
  });
  const type = (...changes: Change[]) => {
    copy.shown = changes.reduce(applyChange, copy.shown);
    session.type(changes, changes.at(-1)?.at ?? 0);
  };
  const generate = (at: number, runId: string, ...texts: string[]) => {
    const { id } = session.generate({ at });
    session.nameRun(id, runId, 0);
    for (const text of texts) session.grow(id, text);
    return id;
  };
  const reopened = () => createDocumentSession({ nodes: [...saved.values()], head: copy.head });
  return { session, copy, type, generate, reopened };
}

function undoAll(session: DocumentSession): string[] {
  const texts = [session.view().text.text];
  for (let move = session.undoMove(); move; move = session.undoMove()) {
    session.follow(move);
    texts.push(session.view().text.text);
  }
  return texts;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a document', () => {
  it('has no more changes in a step than are saved, however much is typed while a generation brings text', () => {
    const { session, copy, type, generate, reopened } = openSession();
    const id = generate(0, 'first', 'text');
    for (let at = 0; at < 1_050; at += 1) type(typed(at % 2 === 0 ? 0 : copy.shown.text.length, '.'));
    session.endGeneration(id);
    const sizes = [...session.view().tree.nodes.values()].map(({ changes }) => changes.length);
    expect(sizes).toEqual([1, MAX_CHANGES_OF_STEP, 50]);
    expect(reopened().view().text).toEqual(session.view().text);
    expect(copy.shown).toEqual(session.view().text);
  });

  it('is written, generated into, edited, and generated again in the middle; undone step by step and redone', () => {
    const { session, copy, type, generate, reopened } = openSession();
    type(typed(0, 'Once'));
    type(typed(4, ' upon'));
    session.endGeneration(generate(9, 'first', ' a', ' time'));
    type(typed(11, 'n old'));
    vi.advanceTimersByTime(PAUSE_MS);
    session.endGeneration(generate(4, 'second', ', twice'));
    const end = session.view().text;
    expect(end.text).toBe('Once, twice upon an old time');
    expect(copy.shown).toEqual(end);
    expect(reopened().view().text).toEqual(end);

    const texts = undoAll(session);
    expect(texts).toEqual([
      'Once, twice upon an old time',
      'Once upon an old time',
      'Once upon a time',
      'Once upon',
      '',
    ]);
    expect(reopened().view().text.text).toBe('');
    const again: string[] = [];
    for (let move = session.redoMove(); move; move = session.redoMove()) {
      session.follow(move);
      again.push(session.view().text.text);
    }
    expect(again).toEqual([...texts].reverse().slice(1));
    expect(session.view().text).toEqual(end);
    expect(copy.shown).toEqual(end);
  });

  it('keeps what was undone as a branch when something else is written, and redo follows the one left last', () => {
    const { session, type } = openSession();
    type(typed(0, 'a'));
    session.seal();
    const first = session.view().head;
    session.goTo(null);
    type(typed(0, 'b'));
    session.seal();
    expect(session.view().tree.children.get(null)).toHaveLength(2);
    session.goTo(first);
    session.goTo(null);
    expect(session.redoMove()?.to).toBe(first);
    session.edit(first as string, { pruned: true });
    expect(session.redoMove()?.to).not.toBe(first);
  });

  it('lets the person write anywhere while text comes', () => {
    const { session, copy, type, generate, reopened } = openSession();
    type(typed(0, 'Start. End.'));
    const id = generate(6, 'run', ' One');
    type(typed(0, '> '));
    session.grow(id, ' two');
    type(typed(session.view().text.text.length, '!'));
    // At the very place where the text comes, what is written stays behind it.
    type(typed(16, ' (mine)'));
    session.grow(id, ' three');
    expect(session.view().text.text).toBe('> Start. One two three (mine) End.!');
    expect(copy.shown).toEqual(session.view().text);
    session.endGeneration(id);
    expect(session.view().typed).toEqual([]);
    expect(reopened().view().text).toEqual(session.view().text);
    expect(undoAll(session)).toEqual([
      '> Start. One two three (mine) End.!',
      'Start. One two three End.',
      'Start. End.',
      '',
    ]);
  });

  it('loses nothing of random edits while text comes, and goes back to every text', () => {
    const random = randomNumbers(3);
    for (let round = 0; round < 60; round += 1) {
      const { session, copy, type, generate, reopened } = openSession();
      type(typed(0, 'A beginning, and an end.'));
      const places: { head: NodeId; text: string }[] = [];
      for (let turn = 0; turn < 5; turn += 1) {
        const id = generate(
          Math.floor(random() * (session.view().text.text.length + 1)),
          `run${turn}`,
          'first ',
        );
        for (let step = 0; step < 6; step += 1) {
          if (random() < 0.5) type(randomChange(session.view().text, random));
          else session.grow(id, `word${step} `);
          expect(session.view().text).toEqual(copy.shown);
        }
        session.endGeneration(id);
        session.seal();
        places.push({ head: session.view().head, text: session.view().text.text });
        const { tree, head, text } = session.view();
        expect(textAt(tree, head)).toEqual(text);
        if (random() < 0.3) session.goTo(places[Math.floor(random() * places.length)]?.head ?? null);
        expect(reopened().view().text).toEqual(session.view().text);
      }
      for (const { head, text } of places) {
        session.goTo(head);
        expect(session.view().text.text).toBe(text);
        expect(copy.shown).toEqual(session.view().text);
      }
    }
  });

  it('takes a suggestion in parts: each is a step with its place in the run, and they are one span', () => {
    const { session, copy, type, generate, reopened } = openSession();
    type(typed(0, 'Once!'));
    const suggested = { runId: 'run', choice: 1 };
    const first = session.take({ at: 4, text: ' upon', from: 0, ...suggested });
    session.take({ at: 9, text: ' a time', from: 5, ...suggested });
    expect(first).toMatchObject({ kind: 'generated', open: false, cursor: 9, ...suggested });
    expect(session.view().text).toEqual({
      text: 'Once upon a time!',
      spans: [
        { length: 4, source: null },
        { length: 12, source: { at: 0, ...suggested } },
        { length: 1, source: null },
      ],
    });
    expect(copy.shown).toEqual(session.view().text);
    expect(reopened().view().text).toEqual(session.view().text);
    expect(undoAll(session)).toEqual(['Once upon a time!', 'Once upon!', 'Once!', '']);

    const open = generate(0, 'other', 'More ');
    session.take({ at: 5, text: 'text', from: 0, ...suggested });
    expect(session.view()).toMatchObject({ generating: null, text: { text: 'More text' } });
    expect(session.view().tree.nodes.get(open)?.open).toBe(false);
  });

  it('goes on with an open generation when it is opened again, and puts back what was typed over it', () => {
    const { session, type, generate, reopened } = openSession();
    type(typed(0, 'Begin'));
    generate(5, 'run', ' one two');
    type(typed(13, '!'));
    const unsaved = { typed: session.view().typed, grown: ' one two' };
    const { tree, head } = session.view();
    const later = createDocumentSession({ nodes: [...tree.nodes.values()], head, unsaved });
    expect(reopened().view().generating).toBe(head);
    expect(later.view().generating).toBe(head);
    later.grow(head as string, ' one');
    later.grow(head as string, ' two three');
    later.endGeneration(head as string);
    expect(later.view().text.text).toBe('Begin one two three!');
  });
});

describe('a change of many places at once', () => {
  const replaceAll = (text: string) =>
    [...text].map(
      (_, at): Change => ({
        at,
        removed: [{ text: 'a', source: null }],
        inserted: [{ text: 'b', source: null }],
      }),
    );

  it('is one step, apart from what was typed before and after', () => {
    const { session, type, reopened } = openSession();
    type(typed(0, 'a'.repeat(800)));
    type(...replaceAll('a'.repeat(800)));
    type(typed(800, '!'));
    session.seal();
    expect(session.view().tree.nodes.size).toBe(3);
    expect(reopened().view().text.text).toBe(`${'b'.repeat(800)}!`);
    expect(undoAll(session)[1]).toBe('b'.repeat(800));
  });

  it('never makes a step that the server would refuse, also while a generation brings text', () => {
    const { session, copy, type, generate, reopened } = openSession();
    type(typed(0, 'a'.repeat(2_500)));
    const id = generate(2_500, 'run', ' end');
    type(...replaceAll('a'.repeat(2_500)));
    session.endGeneration(id);
    const text = `${'b'.repeat(2_500)} end`;
    expect(session.view().text.text).toBe(text);
    expect(reopened().view().text.text).toBe(text);
    for (const node of session.view().tree.nodes.values())
      expect(documentNodeSchema.parse(node)).toBeTruthy();
    expect(session.view().tree.nodes.size).toBe(5);
    session.goTo(null);
    expect(copy.shown.text).toBe('');
  });

  it('is shown by one replacement where it is gone back over', () => {
    const { session, type } = openSession();
    type(typed(0, 'a-'.repeat(800)));
    session.seal();
    const first = session.view().head;
    type(...replaceAll('a'.repeat(800)).map((change) => ({ ...change, at: change.at * 2 })));
    const shown: (readonly Change[])[] = [];
    session.onChanges((changes) => void shown.push(changes));
    session.goTo(first);
    expect(shown).toHaveLength(1);
    expect(shown[0]).toHaveLength(1);
  });
});
