import { findHits } from '@/lib/contract/search-terms';

/** A text with what was searched for marked in it. */
export function MarkedText({ text, query }: { text: string; query: string }) {
  const hits = query === '' ? [] : findHits(text, query, { pieces: true });
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
