'use client';

import * as RadixSlider from '@radix-ui/react-slider';
import { cx } from './cx';
import { SliderTicks } from './slider-ticks';
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
  /** Read out instead of the bare number. */
  valueText?: string;
  disabled?: boolean;
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

/** Arrows step, PageUp/PageDown step ten times as far, Home and End go to the ends. */
export function Slider({
  value,
  min,
  max,
  step,
  onValueChange,
  valueText,
  disabled,
  muted = false,
  onSelectRange,
  ticks,
  className,
  ...aria
}: SliderProps) {
  const shown = Math.min(max, Math.max(min, value));
  // For ranges around zero (penalties, biases) the filled part starts at zero.
  const origin = min < 0 && max > 0 ? -min / (max - min) : 0;
  const at = (shown - min) / (max - min);
  const selectRange = useSliderRange({ value: shown, min, max, step, onSelectRange });
  return (
    <RadixSlider.Root
      {...selectRange}
      value={[shown]}
      min={min}
      max={max}
      step={step}
      disabled={disabled}
      onValueChange={([next]) => next !== undefined && onValueChange(tidy(next, step))}
      className={cx(
        'relative flex h-6 w-full touch-none items-center select-none pointer-coarse:h-9',
        disabled && 'opacity-45',
        className,
      )}
    >
      <RadixSlider.Track className="relative h-[3px] grow rounded-full bg-line">
        <span
          className={cx(
            'absolute inset-y-0 rounded-full',
            muted ? 'bg-line-strong/50 forced-colors:bg-line-strong' : 'bg-accent',
          )}
          style={{ left: `${Math.min(origin, at) * 100}%`, width: `${Math.abs(at - origin) * 100}%` }}
        />
        {origin > 0 && (
          <span
            className="absolute -top-[3px] h-[9px] w-px bg-line-strong/70"
            style={{ left: `${origin * 100}%` }}
          />
        )}
        {ticks && <SliderTicks values={ticks} min={min} max={max} />}
      </RadixSlider.Track>
      <RadixSlider.Thumb
        {...aria}
        aria-valuetext={valueText}
        className={cx(
          'block size-3.5 rounded-full border bg-surface transition-colors pointer-coarse:size-5',
          muted ? 'border-line-strong' : 'border-[1.5px] border-accent hover:bg-accent-soft',
        )}
      />
    </RadixSlider.Root>
  );
}

/** 0.1 + 0.2 must read 0.3: rounds to the decimals of the step. */
function tidy(value: number, step: number): number {
  const decimals = (String(step).split('.')[1] ?? '').length;
  return Number(value.toFixed(decimals));
}
