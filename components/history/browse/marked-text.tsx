import { findHits } from '@/lib/history/model/search/search-terms';
import { visibleName } from '@/lib/protocol/tokens/hidden-characters';

export interface MarkedTextProps {
  text: string;
  query: string;
  /** In tight spaces: cuts off text that is more than this many characters before the first hit. */
  lead?: number;
}

/** A text with its search hits marked. */
export function MarkedText({ text: written, query, lead }: MarkedTextProps) {
  const whole = visibleName(written);
  const found = query === '' ? [] : findHits(whole, query, { substrings: true });
  const cut = lead === undefined ? 0 : cutBefore(whole, found[0]?.start ?? 0, lead);
  const text = cut === 0 ? whole : `…${whole.slice(cut)}`;
  // The ellipsis replaces the character before the cut.
  const hits = found.map(({ start, end }) => ({
    start: start - cut + (cut && 1),
    end: end - cut + (cut && 1),
  }));
  if (hits.length === 0) return text;
  const parts = hits.map(({ start, end }, at) => ({
    before: text.slice(hits[at - 1]?.end ?? 0, start),
    hit: text.slice(start, end),
    start,
  }));
  return (
    <>
      {parts.map(({ before, hit, start }) => (
        <span key={start}>
          {before}
          <mark className="rounded-[2px] bg-warn-soft text-ink shadow-[0_0_0_1px_var(--warn-soft)]">
            {hit}
          </mark>
        </span>
      ))}
      {text.slice(hits.at(-1)?.end ?? 0)}
    </>
  );
}

/** The offset where the shown text begins: at a word, not far before the hit. */
function cutBefore(text: string, offset: number, lead: number): number {
  if (offset <= lead) return 0;
  const word = text.indexOf(' ', offset - lead) + 1;
  return word > 0 && word <= offset ? word : offset;
}
