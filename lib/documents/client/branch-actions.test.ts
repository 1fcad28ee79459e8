import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { branchesOf, siblingsOfBranch } from '@/lib/documents/model/branches';
import { branchText, goToBranch, pruneBranch, walkBranches } from './branch-actions';
import { createDocumentSession } from './document-session';

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
  const branch = (id: string) => {
    const { tree, head } = session.view();
    const found = branchesOf(tree, head, { showPruned: true }).byId.get(id);
    if (!found) throw new Error('no such branch');
    return found;
  };
  return { session, one, two, three, text, branch };
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
  const { session, one, text, branch } = forked();
  const { id } = session.generate({ at: 0 });
  session.grow(id, 'More ');
  expect(walkBranches(session, 'parent')).toBeNull();
  expect(goToBranch(session, branch(one))).toBe(false);
  expect(pruneBranch(session, branch(id))).toBeNull();
  expect(text()).toBe('More Start two three');
});

it('prunes a branch with the text in it, and brings both back', () => {
  const { session, one, two, text, branch } = forked();
  const undo = pruneBranch(session, branch(two));
  expect(text()).toBe('Start');
  const drawn = () => branchesOf(session.view().tree, session.view().head).list.map(({ id }) => id);
  expect(drawn()).not.toContain(two);
  undo?.();
  expect(text()).toBe('Start two three');
  expect(drawn()).toContain(two);
  // Elsewhere, the text stays.
  const other = pruneBranch(session, branch(one));
  expect(text()).toBe('Start two three');
  session.goTo(null);
  other?.();
  expect(text()).toBe('');
  expect(branchText(session.view(), branch(one)).text).toBe('Start one');
});

it('comes back to the words that were typed last in a pruned branch', () => {
  const { session, two, text, branch } = forked();
  session.type([{ at: 15, removed: [], inserted: [{ text: ', and more', source: null }] }], 25);
  const undo = pruneBranch(session, branch(two));
  expect(text()).toBe('Start');
  undo?.();
  expect(text()).toBe('Start two three, and more');
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
