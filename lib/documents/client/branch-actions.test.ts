import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { branchesOf, siblingsOfBranch } from '@/lib/documents/model/branches';
import { aStep, testStep } from '@/lib/documents/model/testing/steps';
import { branchText, goToBranch, pruneBranch, unpruneBranch, walkBranches } from './branch-actions';
import { createDocumentSession, type DocumentSession } from './document-session';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** `Start`, followed by one generation beside another, and one after the second. */
function forked() {
  const session = createDocumentSession({ nodes: [], head: null });
  session.type([{ at: 0, removed: [], inserted: [{ text: 'Start', source: null }] }], 5);
  session.seal();
  const start = session.view().head;
  const generate = (text: string) => {
    const { id } = session.generate({ at: session.view().text.text.length });
    session.nameRun(id, `run of ${text}`, 0);
    session.grow(id, text);
    session.endGeneration(id);
    return id;
  };
  const one = generate(' one');
  session.goTo(start);
  const two = generate(' two');
  const three = generate(' three');
  const text = () => session.view().text.text;
  const branch = (id: string) => branchIn(session, id).branch;
  const prune = (id: string) => pruneIn(session, id);
  return { session, one, two, three, text, branch, prune };
}

function branchIn(session: DocumentSession, id: string) {
  const { tree, head } = session.view();
  const branches = branchesOf(tree, head, { showPruned: true });
  const branch = branches.byId.get(id);
  if (!branch) throw new Error('no such branch');
  return { branch, branches };
}

function pruneIn(session: DocumentSession, id: string) {
  const { branch, branches } = branchIn(session, id);
  return pruneBranch(session, branch, branches);
}

it('walks to parent, child and siblings, and back into the child that was left', () => {
  const { session, text } = forked();
  expect(text()).toBe('Start two three');
  expect(walkBranches(session, 'next')).toBeNull();
  walkBranches(session, 'parent');
  expect(text()).toBe('Start two');
  walkBranches(session, 'previous');
  expect(text()).toBe('Start one');
  walkBranches(session, 'parent');
  expect(text()).toBe('Start');
  walkBranches(session, 'child');
  expect(text()).toBe('Start one');
  expect(walkBranches(session, 'child')).toBeNull();
});

it('keeps what was typed before it walks on', () => {
  const { session, text } = forked();
  session.type(
    [{ at: 0, removed: [], inserted: [{ text: 'A long word that I typed. ', source: null }] }],
    26,
  );
  walkBranches(session, 'parent');
  expect(text()).toBe('Start two');
  walkBranches(session, 'child');
  expect(text()).toBe('A long word that I typed. Start two three');
});

it('stays where a generation brings text', () => {
  const { session, one, text, branch, prune } = forked();
  const { id } = session.generate({ at: 0 });
  session.grow(id, 'More ');
  expect(walkBranches(session, 'parent')).toBeNull();
  expect(goToBranch(session, branch(one))).toBe(false);
  expect(prune(id)).toBeNull();
  expect(text()).toBe('More Start two three');
});

it('prunes a branch with the text in it, and brings both back', () => {
  const { session, one, two, text, branch, prune } = forked();
  const undo = prune(two);
  expect(text()).toBe('Start');
  const drawn = () => branchesOf(session.view().tree, session.view().head).list.map(({ id }) => id);
  expect(drawn()).not.toContain(two);
  undo?.();
  expect(text()).toBe('Start two three');
  expect(drawn()).toContain(two);
  // Elsewhere, the text stays.
  const other = prune(one);
  expect(text()).toBe('Start two three');
  session.goTo(null);
  other?.();
  expect(text()).toBe('');
  expect(branchText(session.view(), branch(one)).text).toBe('Start one');
});

it('comes back to the words that were typed last in a pruned branch', () => {
  const { session, two, text, prune } = forked();
  session.type([{ at: 15, removed: [], inserted: [{ text: ', and more', source: null }] }], 25);
  const undo = prune(two);
  expect(text()).toBe('Start');
  undo?.();
  expect(text()).toBe('Start two three, and more');
});

it('prunes with a branch what was branched off it, which is beside it in the tree, and brings all of it back', () => {
  const kept = { text: ' the', source: { runId: 'one', choice: 1, at: 0 } };
  const branchedOff = (id: string, runId: string, pieces: readonly (typeof kept)[]) => ({
    ...aStep(
      'top',
      [{ at: 4, removed: [], inserted: [...pieces, { ...kept, source: { ...kept.source, runId } }] }],
      {
        kind: 'generated',
        runId,
        choice: 1,
      },
    ),
    id,
  });
  const nodes = [
    testStep('top', null, 'Once'),
    testStep('other', 'top', ' a sea', { runId: 'one', choice: 0 }),
    testStep('first', 'top', ' the sea', { runId: 'one', choice: 1 }),
    branchedOff('second', 'two', [kept]),
    branchedOff('third', 'three', [kept, { ...kept, source: { ...kept.source, runId: 'two' } }]),
    testStep('after', 'third', ' and on', { runId: 'four' }),
    { ...branchedOff('taken back', 'five', [kept]), pruned: true },
  ];
  const session = createDocumentSession({ nodes, head: 'after' });
  const drawn = () => branchesOf(session.view().tree, session.view().head).list.map(({ id }) => id);
  const hidden = () =>
    [...session.view().tree.nodes.values()].filter(({ pruned }) => pruned).map(({ id }) => id);
  expect(drawn()).toEqual(['top', 'other', 'first', 'second', 'third', 'after']);

  const { tree, head } = session.view();
  const branches = branchesOf(tree, head);
  const undo = pruneBranch(session, branchIn(session, 'first').branch, branches);
  expect(drawn()).toEqual(['top', 'other']);
  expect(session.view().head).toBe('top');
  undo?.();
  expect(drawn()).toEqual(['top', 'other', 'first', 'second', 'third', 'after']);
  expect(session.view().head).toBe('after');
  // What was hidden before stays so.
  expect(hidden()).toEqual(['taken back']);

  // Only what goes on from it: the one that it comes from stays.
  pruneIn(session, 'second');
  expect(drawn()).toEqual(['top', 'other', 'first']);
  const { branch, branches: all } = branchIn(session, 'second');
  unpruneBranch(session, branch, all);
  expect(drawn()).toEqual(['top', 'other', 'first', 'second', 'third', 'after']);
  expect(hidden()).toEqual(['taken back']);
});

it('says where a walk has led among the branches as they are then', () => {
  const { session } = forked();
  session.type(
    [{ at: 15, removed: [], inserted: [{ text: ' and a long way on from here', source: null }] }],
    43,
  );
  for (const step of ['parent', 'previous', 'next', 'child'] as const) {
    const walked = walkBranches(session, step);
    const at = walked && siblingsOfBranch(walked.branches, walked.branch).indexOf(walked.branch.id);
    expect(at).toBeGreaterThanOrEqual(0);
  }
});
