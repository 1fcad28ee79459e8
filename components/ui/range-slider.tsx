'use client';

import * as RadixSlider from '@radix-ui/react-slider';
import { keepShortcut } from './slider-parts';
import { SliderTicks } from './slider-ticks';

export interface RangeSliderProps {
  from: number;
  to: number;
  min: number;
  max: number;
  step: number;
  /** Called on every move of either end. */
  onRangeChange: (from: number, to: number) => void;
  /** Values that are marked on the track. */
  ticks: readonly number[];
  /** Names both ends: `<label>, from` and `<label>, to`. */
  label: string;
}

/** A range with two ends, which never meet. Each end takes the keys of a slider. */
export function RangeSlider({ from, to, min, max, step, onRangeChange, ticks, label }: RangeSliderProps) {
  return (
    <RadixSlider.Root
      value={[Math.max(min, from), Math.min(max, to)]}
      min={min}
      max={max}
      step={step}
      minStepsBetweenThumbs={1}
      onKeyDownCapture={keepShortcut}
      onValueChange={([first, last]) => {
        if (first !== undefined && last !== undefined) onRangeChange(first, last);
      }}
      className="relative flex h-6 w-full touch-none items-center select-none pointer-coarse:h-9"
    >
      <RadixSlider.Track className="relative h-[3px] grow rounded-full bg-line">
        <RadixSlider.Range className="absolute h-full bg-accent/50 forced-colors:bg-accent" />
        <SliderTicks values={ticks} min={min} max={max} />
      </RadixSlider.Track>
      {(['from', 'to'] as const).map((end) => (
        <RadixSlider.Thumb
          key={end}
          aria-label={`${label}, ${end}`}
          className="block size-3.5 rounded-full border-[1.5px] border-accent bg-surface transition-colors hover:bg-accent-soft pointer-coarse:size-5"
        />
      ))}
    </RadixSlider.Root>
  );
}
