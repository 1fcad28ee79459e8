import { visibleName } from '@/lib/protocol/tokens/hidden-characters';
import type { Branch } from './branches';

/** What stands for a branch: its name, or its first words. */
export function branchTitle({ name, words, open }: Pick<Branch, 'name' | 'words' | 'open'>): string {
  if (name !== null) return visibleName(name);
  if (words !== '') return visibleName(words);
  return open ? 'Generating' : 'Text removed';
}

/** The same for somebody who does not see it. */
export function branchLabel(branch: Branch): string {
  const { generated, starred, pruned, generations, name, words } = branch;
  const parts = [
    `${generated ? 'Generated' : 'Written'}: ${branchTitle(branch)}`,
    name !== null && words !== '' && visibleName(words),
    starred && 'starred',
    pruned && 'hidden',
    generations > 0 && (generations === 1 ? '1 generation follows' : `${generations} generations follow`),
  ];
  return parts.filter(Boolean).join(', ');
}
