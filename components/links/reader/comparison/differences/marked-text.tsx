import type { Stretch } from '@/components/runs/paint-visible';

/** A text with its marks, rendered on the server. Marks may overlap. */
export function MarkedText({ text, stretches }: { text: string; stretches: readonly Stretch[] }) {
  const borders = new Set([0, text.length]);
  for (const { start, end } of stretches) {
    borders.add(Math.max(0, start)).add(Math.min(text.length, end));
  }
  const sorted = [...borders].sort((one, other) => one - other);
  const ordered = [...stretches].sort((one, other) => one.start - other.start);
  let next = 0;
  let open: Stretch[] = [];
  return sorted.slice(0, -1).map((start, at) => {
    const chunk = text.slice(start, sorted[at + 1]);
    open = open.filter(({ end }) => end > start);
    for (let begun = ordered[next]; begun && begun.start <= start; begun = ordered[next]) {
      if (begun.end > start) open.push(begun);
      next += 1;
    }
    if (open.length === 0) return chunk;
    return (
      <span key={start} data-served-mark="" className={open.map(({ highlight }) => highlight).join(' ')}>
        {chunk}
      </span>
    );
  });
}
