import type { Variant } from '@/lib/compare/model/plan';
import { columnLetter } from '@/lib/compare/model/plan-labels';
import { visibleName } from '@/lib/protocol/tokens/hidden-characters';

/** “A”, or “A, careful” when it has a name. */
export function columnTitle(column: Pick<Variant, 'name'>, at: number): string {
  const letter = columnLetter(at);
  return column.name === null ? letter : `${letter}, ${visibleName(column.name)}`;
}
