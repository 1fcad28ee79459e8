import type { FactsOf } from '@/lib/compare/model/cell-facts';
import type { CellGrid, GridPlace, PlacedCell } from '@/lib/compare/model/cell-grid';

/**
 * What a cell's text is read against: the reference's text for its input and repeat; without one, the first text there
 * that says something else. Texts of runs that are not complete, or not as the plan says, count as none. Null: there is none.
 */
export function otherText(
  { place, at, places }: CellGrid,
  facts: FactsOf,
  { cell, input, repeat }: PlacedCell,
  reference: string | null,
): string | null {
  const own = facts(cell)?.text?.trim();
  if (!own) return null;
  const textAt = ({ row, column }: GridPlace) => {
    const other = at({ row, column, input, repeat });
    const known = other === null ? undefined : facts(other);
    return known?.identity == null ? null : known.text;
  };
  const compared = reference === null ? null : place(reference);
  if (compared !== null) {
    const text = textAt(compared);
    if (text !== null) return text.trim() === own ? null : text;
  }
  for (const other of places) {
    const text = textAt(other);
    if (text !== null && text.trim() !== own) return text;
  }
  return null;
}
