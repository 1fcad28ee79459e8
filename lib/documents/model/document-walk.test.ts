import { expect, it } from 'vitest';
import type { NodeId } from './document-tree';
import { walkThrough } from './document-walk';
import { randomNumbers } from './testing/random-changes';

function randomTree(random: () => number, size: number): Map<string, NodeId> {
  const parents = new Map<string, NodeId>();
  for (let at = 0; at < size; at += 1) {
    const near = Math.max(0, at - 1 - Math.floor(random() * 3));
    const parent =
      at === 0 || random() < 0.05 ? null : `${random() < 0.7 ? near : Math.floor(random() * at)}`;
    parents.set(`${at}`, parent);
  }
  return parents;
}

it('comes to every target from its parent, ends where it should, and takes no step often', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = randomNumbers(seed);
    const size = 1 + Math.floor(random() * 60);
    const parents = randomTree(random, size);
    const any = (): NodeId => (random() < 0.1 ? null : `${Math.floor(random() * size)}`);
    const targets = [...new Set(Array.from({ length: Math.floor(random() * 8) }, any))].filter(
      (id) => id !== null,
    );
    const [from, to] = [any(), any()];
    const walk = walkThrough(parents, from, targets, to);
    let place = from;
    const entered = new Set<string>();
    const times = new Map<string, number>();
    for (const { id, back } of walk) {
      expect(place).toBe(back ? id : parents.get(id));
      place = back ? (parents.get(id) ?? null) : id;
      if (!back) entered.add(id);
      times.set(id, (times.get(id) ?? 0) + 1);
    }
    expect(place).toBe(to);
    expect(targets.filter((id) => !entered.has(id))).toEqual([]);
    expect(Math.max(0, ...times.values())).toBeLessThanOrEqual(4);
  }
});
