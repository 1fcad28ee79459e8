import type { LineageMember } from '@/lib/history/model/run-lineage';

/**
 * A run of the same text as its parent: with other settings, or once more. The text of every other run leaves its
 * parent's: at a token, at its end, or where it was edited.
 */
export function isVariant({ parentId, branch }: LineageMember): boolean {
  if (parentId === null || branch === null) return false;
  return branch.kind === 'regenerate' || (branch.kind === 'edit' && branch.changes !== undefined);
}

export interface SplitLineage {
  /** The runs whose text leaves their parent's, and the runs between them and the top. */
  readonly branches: readonly LineageMember[];
  /** Variants that no branch comes from. */
  readonly variants: readonly LineageMember[];
}

export function splitLineage(members: readonly LineageMember[]): SplitLineage {
  const byId = new Map(members.map((member) => [member.id, member]));
  const onTheWay = new Set<string>();
  for (const member of members) {
    if (isVariant(member)) continue;
    for (
      let at: LineageMember | undefined = member;
      at && !onTheWay.has(at.id);
      at = byId.get(at.parentId ?? '')
    )
      onTheWay.add(at.id);
  }
  return {
    branches: members.filter(({ id }) => onTheWay.has(id)),
    variants: members.filter(({ id }) => !onTheWay.has(id)),
  };
}

/** `2 branches, 1 with other settings, 1 rerun`: what the runs of a lineage are besides the first; null for none. */
export function lineageCounts(members: readonly LineageMember[]): string | null {
  const derived = members.filter(({ parentId, run }) => parentId !== null && run !== null);
  const variants = derived.filter(isVariant);
  const reruns = variants.filter(({ branch }) => branch?.kind === 'regenerate').length;
  const branches = derived.length - variants.length;
  const parts = [
    branches > 0 && `${branches} ${branches === 1 ? 'branch' : 'branches'}`,
    variants.length > reruns && `${variants.length - reruns} with other settings`,
    reruns > 0 && `${reruns} ${reruns === 1 ? 'rerun' : 'reruns'}`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? null : parts.join(', ');
}
