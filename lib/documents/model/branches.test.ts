import { describe, expect, it } from 'vitest';
import { firstWords, insertedText, MAX_BRANCH_WORDS, stepKey, typedLength } from './branch-words';
import { type Branches, branchBeside, branchesOf, siblingsOfBranch } from './branches';
import type { DocumentNode } from './document-node';
import { type DocumentTree, EMPTY_TREE, lineOf, type NodeId, withNodes } from './document-tree';
import { randomNumbers } from './testing/random-changes';
import { testStep } from './testing/steps';
import { MIN_OWN_UNITS } from './worth-showing';

const LONG = 'a sentence that is long enough';

const treeOf = (...nodes: DocumentNode[]): DocumentTree => withNodes(EMPTY_TREE, nodes);

/** `b(c d)` for a branch with two. */
function drawing({ byId, roots }: Branches): string {
  const draw = (id: string): string => {
    const children = byId.get(id)?.children ?? [];
    return children.length === 0 ? id : `${id}(${children.map(draw).join(' ')})`;
  };
  return roots.map(draw).join(' ');
}

describe('the branches of a document', () => {
  const tree = treeOf(
    testStep('t1', null, 'Once'),
    testStep('t2', 't1', ' upon'),
    testStep('g1', 't2', ' a time', { runId: 'r1' }),
    testStep('t3', 'g1', '!'),
    testStep('g2', 't2', ' a hill', { runId: 'r2' }),
    testStep('g3', 't3', ' It was', { runId: 'r3' }),
  );

  it('folds typed steps into the generation or the branch that they follow', () => {
    const branches = branchesOf(tree, 'g3');
    expect(drawing(branches)).toBe('t1(g1(g3) g2)');
    expect(branches.byId.get('t1')).toMatchObject({
      lastId: 't2',
      level: 1,
      words: 'Once upon',
      generated: false,
      generations: 3,
      onPath: true,
    });
    expect(branches.byId.get('g1')).toMatchObject({
      lastId: 't3',
      level: 2,
      generations: 1,
      words: 'a time!',
      generated: true,
      runId: 'r1',
    });
    expect(branches.byId.get('g2')).toMatchObject({ onPath: false, generations: 0 });
    expect(branches.current?.id).toBe('g3');
  });

  it('finds what is one step away, preferring the child that was left', () => {
    const at = (head: NodeId, step: Parameters<typeof branchBeside>[1], prefer?: NodeId) =>
      branchBeside(branchesOf(tree, head), step, prefer)?.id ?? null;
    expect(at('g1', 'next')).toBe('g2');
    expect(at('g2', 'previous')).toBe('g1');
    expect(at('g2', 'next')).toBeNull();
    expect(at('g3', 'parent')).toBe('g1');
    expect(at('t1', 'child')).toBe('g1');
    expect(at('t1', 'child', 'g2')).toBe('g2');
    expect(at(null, 'child')).toBe('t1');
    expect(at(null, 'parent')).toBeNull();
    const branches = branchesOf(tree, 'g2');
    expect(siblingsOfBranch(branches, branches.current)).toEqual(['g1', 'g2']);
  });

  it('counts short dead ends, and draws those with a text that no other has', () => {
    const forked = treeOf(
      ...tree.nodes.values(),
      testStep('short', 'g2', 'oh'),
      testStep('long', 'g2', LONG),
      testStep('same', 'g2', LONG),
      testStep('starred', 'g2', 'x', { starred: true }),
    );
    const branches = branchesOf(forked, 'g3');
    expect(drawing(branches)).toBe('t1(g1(g3) g2(same starred))');
    expect(branches.byId.get('g2')?.deadEnds).toBe(2);
    // Somebody is there.
    expect(drawing(branchesOf(forked, 'short'))).toBe('t1(g1(g3) g2(short same starred))');
  });

  it('shows the newest of short ends where there is nothing else', () => {
    const short = treeOf(testStep('a', null, 'a'), testStep('b', 'a', 'b'), testStep('c', 'a', 'c'));
    expect(branchesOf(short, null).byId.get('a')).toMatchObject({ lastId: 'c', deadEnds: 1, words: 'ac' });
    expect(branchesOf(short, 'b').byId.get('a')).toMatchObject({ lastId: 'b', deadEnds: 1 });
    // All of them can be reached all the same.
    const all = branchesOf(short, 'b', { showShort: true });
    expect(all.list.map(({ lastId }) => lastId)).toEqual(['a', 'b', 'c']);
    expect(all.list.every(({ deadEnds }) => deadEnds === 0)).toBe(true);
  });

  it('hides what is pruned with all below it, unless the text is there', () => {
    const pruned = withNodes(tree, [{ ...(tree.nodes.get('g1') as DocumentNode), pruned: true }]);
    expect(drawing(branchesOf(pruned, 'g2'))).toBe('t1(g2)');
    expect(branchesOf(pruned, 'g2').hidden).toBe(1);
    expect(branchesOf(pruned, 'g2').byId.get('t1')?.generations).toBe(1);
    const shown = branchesOf(pruned, 'g2', { showPruned: true });
    expect(drawing(shown)).toBe('t1(g1(g3) g2)');
    expect(shown.byId.get('g3')?.pruned).toBe(true);
    expect(drawing(branchesOf(pruned, 'g3'))).toBe('t1(g1(g3) g2)');
    expect(branchesOf(pruned, 'g1').byId.get('g1')?.pruned).toBe(true);
  });

  it('takes a suggestion that was taken word by word as one, and a name as the beginning of a branch', () => {
    const words = treeOf(
      testStep('t', null, 'The'),
      testStep('w1', 't', ' recipe', { runId: 'r' }),
      testStep('w2', 'w1', ' calls', { runId: 'r' }),
      testStep('n', 'w2', ' for', { name: 'Named' }),
      testStep('other', 'n', ' eggs', { runId: 's' }),
      testStep('failed', 'other', '', { runId: 'f' }),
    );
    expect(drawing(branchesOf(words, null))).toBe('t(w1(n(other)))');
    expect(branchesOf(words, null).byId.get('w1')?.words).toBe('recipe calls');
  });

  it('begins with one line of whole characters', () => {
    const words = firstWords(insertedText([testStep('a', null, `  \n\n One\ttwo ${'😀'.repeat(80)}`)]));
    expect(words.startsWith('One two 😀')).toBe(true);
    expect(words.length).toBeLessThanOrEqual(MAX_BRANCH_WORDS);
    expect(words).not.toMatch(/[\uD800-\uDBFF]$/);
    const long = insertedText([testStep('a', null, 'x'.repeat(1_000_000))]);
    expect(firstWords(long)).toHaveLength(MAX_BRANCH_WORDS);
  });

  it('is named from where it differs from those beside it', () => {
    const start = 'It was a dark and stormy night, and the rain fell ';
    const tree = treeOf(
      testStep('a', null, `${start}softly.`, { runId: 'one' }),
      testStep('b', null, `${start}in torrents.`, { runId: 'two' }),
    );
    const { byId } = branchesOf(tree, 'a');
    expect([byId.get('a')?.words, byId.get('b')?.words]).toEqual(['…softly.', '…in torrents.']);
  });

  it('agrees with the plain definition on random trees', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const { tree: random, head, showPruned } = randomTree(seed);
      const branches = branchesOf(random, head, { showPruned });
      expect(drawing(branches), `seed ${seed}`).toBe(plainDrawing(random, head, showPruned));
      for (const { id, parentId, level, generations, children } of branches.list) {
        const below = children.map((child) => branches.byId.get(child));
        expect(generations).toBe(
          below.reduce((sum, one) => sum + (one?.generations ?? 0) + (one?.generated ? 1 : 0), 0),
        );
        expect(below.every((one) => one?.parentId === id && one.level === level + 1)).toBe(true);
        expect(parentId === null).toBe(branches.roots.includes(id));
      }
    }
  });

  it('grows with the number of steps, not faster: in a line, side by side, and as a comb', () => {
    const shapes: Record<string, (at: number) => DocumentNode> = {
      line: (at) => testStep(`${at}`, at === 0 ? null : `${at - 1}`, 'word '),
      comb: (at) =>
        testStep(`${at}`, at === 0 ? null : `${at % 2 === 1 ? at - 1 : at - 2}`, LONG, {
          runId: at % 2 === 1 ? 'r' : undefined,
        }),
    };
    for (const shape of Object.values(shapes)) {
      const reads = (count: number) => {
        const nodes = Array.from({ length: count }, (_, at) => shape(at));
        const children = new Map<NodeId, string[]>();
        for (const { id, parentId } of nodes) {
          children.set(parentId, [...(children.get(parentId) ?? []), id]);
        }
        let looked = 0;
        const map = new Map(nodes.map((node) => [node.id, node]));
        const counting = new Proxy(map, {
          get(target, key) {
            if (key === 'get') {
              return (id: string) => {
                looked += 1;
                return target.get(id);
              };
            }
            const value = Reflect.get(target, key);
            return typeof value === 'function' ? value.bind(target) : value;
          },
        });
        branchesOf({ nodes: counting, children }, `${count - 1}`);
        return looked;
      };
      expect(reads(20_000)).toBeLessThan(22 * reads(1_000));
    }
  });
});

function randomTree(seed: number): { tree: DocumentTree; head: NodeId; showPruned: boolean } {
  const random = randomNumbers(seed * 7_919);
  for (let skip = 0; skip < 5; skip += 1) random();
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const nodes: DocumentNode[] = [];
  const size = 2 + Math.floor(random() * 24);
  for (let at = 0; at < size; at += 1) {
    const near = nodes.slice(-4);
    const parentId = near.length === 0 || random() < 0.05 ? null : pick(near).id;
    const text = pick(['', 'a', 'words', LONG, 'twelve units']);
    const isRun = random() < 0.3;
    nodes.push(
      testStep(`n${at}`, parentId, text, {
        runId: isRun ? pick(['r1', 'r2']) : undefined,
        starred: random() < 0.05,
        name: random() < 0.05 ? 'Name' : null,
        pruned: random() < 0.08,
        open: isRun && random() < 0.1,
      }),
    );
  }
  const head = random() < 0.1 ? null : pick(nodes).id;
  return { tree: treeOf(...nodes), head, showPruned: random() < 0.3 };
}

/** The same by the words of the definition, slowly. */
function plainDrawing(tree: DocumentTree, head: NodeId, showPruned: boolean): string {
  const path = new Set(lineOf(tree, head));
  const node = (id: string) => tree.nodes.get(id) as DocumentNode;
  const isShown = (id: string) =>
    showPruned || path.has(id) || lineOf(tree, id).every((above) => !node(above).pruned);
  const children = (place: NodeId) => (tree.children.get(place) ?? []).filter(isShown);
  const brings = (id: string) =>
    node(id).kind === 'generated' && (node(id).open || typedLength(node(id)) > 0);
  const isMark = (id: string) => node(id).name !== null || node(id).starred || brings(id);
  /** The typed steps of an end, up to its fork or to a mark. */
  const ownSteps = (end: string) => {
    const own: string[] = [];
    for (const id of lineOf(tree, end)) {
      if (isMark(id)) break;
      own.unshift(id);
      if (children(node(id).parentId).length > 1) break;
    }
    return own;
  };
  const key = (end: string) => {
    const own = ownSteps(end);
    const from = own[0] === undefined ? '' : node(own[0]).parentId;
    return [from, ...own.map((id) => stepKey(node(id)))].join('\n');
  };
  const ends = [...tree.nodes.keys()].filter((id) => isShown(id) && children(id).length === 0);
  const isOwnEnd = (id: string) => {
    const units = ownSteps(id).reduce((sum, step) => sum + typedLength(node(step)), 0);
    return units >= MIN_OWN_UNITS && ends.filter((end) => key(end) === key(id)).at(-1) === id;
  };
  const leads = (id: string): boolean =>
    path.has(id) || isMark(id) || (ends.includes(id) && isOwnEnd(id)) || children(id).some(leads);
  const drawn = (place: NodeId) => {
    const leading = children(place).filter(leads);
    return leading.length > 0 ? leading : children(place).slice(-1);
  };
  const draw = (id: string): string => {
    let last = id;
    for (;;) {
      const [next, ...others] = drawn(last);
      if (next === undefined || others.length > 0) break;
      const { runId, choice, open } = node(next);
      const goesOn = node(last).runId !== null && node(last).runId === runId && node(last).choice === choice;
      const isPart = !isMark(next) || (goesOn && !open && node(next).name === null && !node(next).starred);
      if (!isPart) break;
      last = next;
    }
    const below = drawn(last);
    return below.length === 0 ? id : `${id}(${below.map(draw).join(' ')})`;
  };
  return drawn(null).map(draw).join(' ');
}
