'use client';

import type { KeyboardEvent } from 'react';
import { cx } from './cx';
import { snapNumber, stepNumber } from './number-text';
import { leftOf, SliderTicks, shareOf } from './slider-ticks';
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
  'aria-describedby'?: string;
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
  onSelectRange?: (from: number, to: number) => void;
  /** Values that are marked on the track. */
  ticks?: readonly number[];
  className?: string;
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 10,
  PageDown: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/**
 * The browser's own slider, so that it works at the first paint, with a track of ours behind it (`.slider` in
 * globals.css). Arrows step, PageUp/PageDown step ten times as far, Home and End go to the ends.
 */
export function Slider({
  value,
  min,
  max,
  step,
  onValueChange,
  valueText,
  muted = false,
  onSelectRange,
  ticks,
  className,
  ...aria
}: SliderProps) {
  const shown = Math.min(max, Math.max(min, value));
  // For ranges around zero (penalties, biases) the filled part starts at zero.
  const origin = shareOf(0, min, max);
  const at = shareOf(value, min, max);
  const selectRange = useSliderRange({ value: shown, min, max, step, onSelectRange });
  const onKeyDown = (event: KeyboardEvent) => {
    const steps = STEPS[event.key];
    if (steps === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const by = event.shiftKey && Math.abs(steps) === 1 ? steps * 10 : steps;
    onValueChange(stepNumber(shown, by, { min, max, step }));
  };
  return (
    <div
      {...selectRange}
      className={cx('relative flex h-6 w-full items-center select-none pointer-coarse:h-9', className)}
    >
      <span className="pointer-events-none absolute inset-x-0 h-[3px] rounded-full bg-line">
        <span
          className={cx(
            'absolute inset-y-0 rounded-full',
            muted ? 'bg-line-strong/50 forced-colors:bg-line-strong' : 'bg-accent',
          )}
          style={{
            left: origin === 0 ? 0 : leftOf(Math.min(origin, at)),
            right: `calc(100% - ${leftOf(Math.max(origin, at))})`,
          }}
        />
        {origin > 0 && (
          <span
            className="absolute -top-[3px] h-[9px] w-px bg-line-strong/70"
            style={{ left: leftOf(origin) }}
          />
        )}
        {ticks && <SliderTicks values={ticks} min={min} max={max} />}
      </span>
      <input
        {...aria}
        type="range"
        min={min}
        max={max}
        // Its own steps would round away a value between two of them, and end before `max`.
        step="any"
        value={shown}
        aria-valuetext={valueText}
        onChange={(event) => onValueChange(snapNumber(event.currentTarget.valueAsNumber, { min, max, step }))}
        onKeyDown={onKeyDown}
        data-muted={muted || undefined}
        className="slider"
      />
    </div>
  );
}
