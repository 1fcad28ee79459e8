/** Marks on the track of a slider. */
export function SliderTicks({ values, min, max }: { values: readonly number[]; min: number; max: number }) {
  return values.map((value) => (
    <span
      key={value}
      data-tick={value}
      aria-hidden="true"
      className="pointer-events-none absolute -top-[4px] h-[11px] w-[2px] -translate-x-1/2 rounded-full bg-accent"
      style={{ left: `${((Math.min(max, Math.max(min, value)) - min) / (max - min)) * 100}%` }}
    />
  ));
}
