import { columnLetter } from '@/lib/client/compare/column-edits';
import type { Column } from '@/lib/completions/compare/plan';
import { visibleName } from '@/lib/completions/tokens/hidden-characters';

/** “A”, or “A, careful” where it has a name. */
export function columnTitle(column: Pick<Column, 'name'>, at: number): string {
  const letter = columnLetter(at);
  return column.name === null ? letter : `${letter}, ${visibleName(column.name)}`;
}
