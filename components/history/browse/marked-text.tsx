import { findHits } from '@/lib/history/model/search-terms';
import { visibleName } from '@/lib/protocol/tokens/hidden-characters';

export interface MarkedTextProps {
  text: string;
  query: string;
  /** Where there is little room: what is more than this many characters before the first hit is cut off. */
  lead?: number;
}

/** A text with what was searched for marked in it. */
export function MarkedText({ text: written, query, lead }: MarkedTextProps) {
  const whole = visibleName(written);
  const found = query === '' ? [] : findHits(whole, query, { substrings: true });
  const cut = lead === undefined ? 0 : cutBefore(whole, found[0]?.start ?? 0, lead);
  const text = cut === 0 ? whole : `…${whole.slice(cut)}`;
  // The sign of what is left out stands where one character was.
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

/** Where the text begins, at a word, so that a place in it is not far from there. */
function cutBefore(text: string, place: number, lead: number): number {
  if (place <= lead) return 0;
  const word = text.indexOf(' ', place - lead) + 1;
  return word > 0 && word <= place ? word : place;
}
