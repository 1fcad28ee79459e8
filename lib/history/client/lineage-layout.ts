import type { LineageMember } from '@/lib/history/model/run-lineage';

/** What a tree is drawn from: parents come before their children, siblings from the oldest. */
export interface TreeMember {
  readonly id: string;
  /** Null at the top. */
  readonly parentId: string | null;
}

/** One run of a lineage (or a branch of a document) as a row of the drawing. */
export interface LineageRow<Member extends TreeMember = LineageMember> {
  readonly member: Member;
  /** Generations from the top, which is 1. */
  readonly level: number;
  /** From the left; an only child stays in its parent's column. */
  readonly column: number;
  /** The column that its line comes from; null at the top. */
  readonly from: number | null;
  /** Columns whose lines pass by on their way to a row further down. */
  readonly passing: readonly number[];
  /** Another row descends from this one. */
  readonly hasChildren: boolean;
}

/** Lines that pass by a row, of those furthest to the left: a comb of thousands would have thousands in each row. */
const MAX_PASSING = 64;

/**
 * A lineage as rows from the top down, each followed by all its descendants, siblings from the oldest. A new
 * column is used only where the lineage forks, so that a long chain of edits stays narrow. A part of a lineage may have
 * several tops.
 * @param isApart whether a member gets a column of its own as an only child, too
 */
export function layoutLineage<Member extends TreeMember>(
  members: readonly Member[],
  isApart: (member: Member) => boolean = () => false,
): LineageRow<Member>[] {
  const ids = new Set(members.map(({ id }) => id));
  const children = new Map<string | null, Member[]>();
  for (const member of members) {
    const parentId = member.parentId !== null && ids.has(member.parentId) ? member.parentId : null;
    const siblings = children.get(parentId);
    if (siblings) siblings.push(member);
    else children.set(parentId, [member]);
  }
  const rows: LineageRow<Member>[] = [];
  // A stack instead of recursion: a line of descent may be long.
  const stack: Omit<LineageRow<Member>, 'hasChildren'>[] = (children.get(null) ?? [])
    .map((member) => ({ member, level: 1, column: 0, from: null, passing: [] }))
    .reverse();
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { member, level, column, passing } = next;
    const own = children.get(member.id) ?? [];
    rows.push({ ...next, hasChildren: own.length > 0 });
    const forks = own.length > 1 || own.some(isApart);
    for (let at = own.length - 1; at >= 0; at -= 1) {
      const child = own[at];
      if (!child) continue;
      stack.push({
        member: child,
        level: level + 1,
        column: forks ? column + 1 : column,
        from: column,
        passing: at < own.length - 1 && passing.length < MAX_PASSING ? [...passing, column] : passing,
      });
    }
  }
  return rows;
}

export type LineageStep = 'parent' | 'child' | 'previous' | 'next';

/**
 * The relative one step away: the parent, the first child, the previous or next sibling. Null when there is
 * none.
 */
export function lineageMemberAt(
  members: readonly LineageMember[],
  id: string,
  step: LineageStep,
): string | null {
  const self = members.find((member) => member.id === id);
  if (!self) return null;
  // Deleted runs are skipped.
  const there = members.filter(({ run }) => run !== null);
  if (step === 'parent') return there.find((member) => member.id === self.parentId)?.id ?? null;
  if (step === 'child') return there.find(({ parentId }) => parentId === id)?.id ?? null;
  if (self.parentId === null) return null;
  const siblings = there.filter(({ parentId }) => parentId === self.parentId);
  const at = siblings.findIndex((member) => member.id === id);
  return siblings[at + (step === 'next' ? 1 : -1)]?.id ?? null;
}
