'use client';

import { Check } from 'lucide-react';
import { Kbd } from '@/components/ui/kbd';
import type { FoundItem } from '@/lib/palette/model/rank-items';

type Ranges = FoundItem['label'];

/** One thing that the palette offers, with the letters by which it was found. */
export function PaletteRow({ found, active, id }: { found: FoundItem; active: boolean; id: string }) {
  const { item } = found;
  const isBlocked = Boolean(item.blocked);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the active option.
    <div
      role="option"
      id={id}
      data-option={item.id}
      aria-selected={active}
      aria-disabled={isBlocked || undefined}
      className="group flex min-h-7 cursor-pointer items-center gap-2 rounded-sm px-2 py-1 select-none aria-disabled:cursor-not-allowed aria-selected:bg-hover forced-colors:aria-selected:outline-2 forced-colors:aria-selected:-outline-offset-2 pointer-coarse:min-h-11"
    >
      <span className="min-w-0 shrink truncate group-aria-disabled:text-ink-3">
        <Marked text={item.label} ranges={found.label} />
      </span>
      {item.current && (
        <>
          <Check aria-hidden="true" className="size-3.5 shrink-0 text-accent" />
          <span className="sr-only">, in use</span>
        </>
      )}
      <span className="ml-auto min-w-0 shrink-[2] truncate text-right text-xs text-ink-3 group-aria-disabled:italic">
        {isBlocked ? (
          <>
            <span className="sr-only">, unavailable: </span>
            {item.blocked}
          </>
        ) : (
          item.detail && <Marked text={item.detail} ranges={found.detail} />
        )}
      </span>
      {item.keys && <Kbd keys={item.keys} className="pointer-coarse:hidden" />}
    </div>
  );
}

function Marked({ text, ranges }: { text: string; ranges: Ranges }) {
  if (ranges.length === 0) return text;
  const parts = ranges.flatMap(([start, end], at) => [
    text.slice(ranges[at - 1]?.[1] ?? 0, start),
    <mark key={start} className="bg-transparent font-semibold text-accent forced-colors:underline">
      {text.slice(start, end)}
    </mark>,
  ]);
  return [...parts, text.slice(ranges.at(-1)?.[1] ?? 0)];
}
