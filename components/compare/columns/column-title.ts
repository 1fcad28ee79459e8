import { columnLetter } from '@/lib/compare/client/column-edits';
import type { Column } from '@/lib/compare/model/plan';
import { visibleName } from '@/lib/protocol/tokens/hidden-characters';

/** “A”, or “A, careful” when it has a name. */
export function columnTitle(column: Pick<Column, 'name'>, at: number): string {
  const letter = columnLetter(at);
  return column.name === null ? letter : `${letter}, ${visibleName(column.name)}`;
}
