/** Marks on the track of a slider. */
export function SliderTicks({ values, min, max }: { values: readonly number[]; min: number; max: number }) {
  return values.map((value) => (
    <span
      key={value}
      data-tick={value}
      aria-hidden="true"
      className="pointer-events-none absolute -top-[4px] h-[11px] w-[2px] -translate-x-1/2 rounded-full bg-accent"
      style={{ left: leftOf(shareOf(value, min, max)) }}
    />
  ));
}

/** Where a value is in its range, 0 … 1. */
export function shareOf(value: number, min: number, max: number): number {
  return (Math.min(max, Math.max(min, value)) - min) / (max - min);
}

/**
 * The middle of the thumb at a share of the range: at the ends it stays within the track. `--half-thumb` is in
 * globals.css.
 */
export function leftOf(share: number): string {
  return `calc(${share * 100}% + ${1 - 2 * share} * var(--half-thumb))`;
}
