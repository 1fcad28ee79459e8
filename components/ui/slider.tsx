'use client';

import * as RadixSlider from '@radix-ui/react-slider';
import { useEffect, useState } from 'react';
import { cx } from './cx';
import { snapNumber } from './number-text';
import { SLIDER_STYLE, TRACK_STYLE, TrackContent, thumbStyle, valueOfKey } from './slider-parts';
import { useSliderRange } from './use-slider-range';

export interface SliderProps {
  value: number;
  min: number;
  max: number;
  step: number;
  /** Called on every move. */
  onValueChange: (value: number) => void;
  'aria-label'?: string;
  'aria-labelledby'?: string;
  'aria-describedby'?: string | undefined;
  'aria-invalid'?: true | undefined;
  /** Read out instead of the bare number. */
  valueText?: string;
  /** Looks unsent, but can be moved: moving it sends the parameter. */
  muted?: boolean;
  /**
   * Shift and a drag, or Shift and the arrows, select a range and leave the value unchanged: called with both
   * ends whenever the range changes. Absent: Shift and an arrow step ten times as far, as PageUp and PageDown
   * do.
   */
  onSelectRange?: ((from: number, to: number) => void) | undefined;
  /** Values that are marked on the track. */
  ticks?: readonly number[] | undefined;
  /** Has the focus from the start, because what it replaces had it. */
  takesFocus?: boolean;
  className?: string;
}

/** Arrows step, PageUp/PageDown step ten times as far, Home and End go to the ends. */
export function Slider({
  value,
  min,
  max,
  step,
  onValueChange,
  valueText,
  muted,
  onSelectRange,
  ticks,
  takesFocus,
  className,
  ...aria
}: SliderProps) {
  const span = { min, max, step };
  const shown = Math.min(max, Math.max(min, value));
  const selectRange = useSliderRange({ ...span, value: shown, onSelectRange });
  // In state: Radix shows the thumb only in the render after the one that creates it.
  const [thumb, setThumb] = useState<HTMLElement | null>(null);
  useEffect(() => {
    if (takesFocus) thumb?.focus({ preventScroll: true });
  }, [thumb, takesFocus]);
  return (
    <RadixSlider.Root
      {...selectRange}
      value={[shown]}
      {...span}
      onValueChange={([next]) => next !== undefined && onValueChange(snapNumber(next, span))}
      // Radix would round a value between two steps before it steps on.
      onKeyDown={(event) => {
        const next = valueOfKey(event, shown, span);
        if (next === null) return;
        event.preventDefault();
        onValueChange(next);
      }}
      className={cx(SLIDER_STYLE, className)}
    >
      <RadixSlider.Track className={TRACK_STYLE}>
        <TrackContent value={value} min={min} max={max} muted={muted} ticks={ticks} />
      </RadixSlider.Track>
      <RadixSlider.Thumb {...aria} ref={setThumb} aria-valuetext={valueText} className={thumbStyle(muted)} />
    </RadixSlider.Root>
  );
}
