import type { CompareStore } from '@/lib/compare/client/compare-store';

/** Cells whose text is final. */
export function judgeable({ session }: CompareStore, cells: readonly string[]): string[] {
  return cells.filter((cell) => {
    const state = session.run(cell)?.store.state;
    return state && state.status !== 'streaming' && (state.choices[0]?.text ?? '') !== '';
  });
}
