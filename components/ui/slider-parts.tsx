import type { KeyboardEvent } from 'react';
import { cx } from './cx';
import { stepNumber } from './number-text';
import { leftOf, SliderTicks, shareOf } from './slider-ticks';

/** What the slider and its still picture (`StillSlider`) have in common, so that one replaces the other unseen. */

export interface SliderSpan {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

export const SLIDER_STYLE = 'relative flex h-6 w-full touch-none items-center select-none pointer-coarse:h-9';
export const TRACK_STYLE = 'relative h-[3px] grow rounded-full bg-line';

export function thumbStyle(muted = false): string {
  return cx(
    'block size-3.5 rounded-full border bg-surface transition-colors pointer-coarse:size-5',
    muted ? 'border-line-strong' : 'border-[1.5px] border-accent hover:bg-accent-soft',
  );
}

interface TrackContentProps {
  value: number;
  min: number;
  max: number;
  muted: boolean | undefined;
  ticks: readonly number[] | undefined;
}

/** The filled part, the mark at zero, and the ticks. */
export function TrackContent({ value, min, max, muted, ticks }: TrackContentProps) {
  // For ranges around zero (penalties, biases) the filled part starts at zero.
  const origin = shareOf(0, min, max);
  const at = shareOf(value, min, max);
  return (
    <>
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
    </>
  );
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

/** Alt, Ctrl or Cmd makes a key of a slider a shortcut of the browser. */
function isShortcut(event: KeyboardEvent): boolean {
  return STEPS[event.key] !== undefined && (event.altKey || event.ctrlKey || event.metaKey);
}

/** For the capture phase on a slider's root: Radix would step with these as well. Returns whether it was one. */
export function keepShortcut(event: KeyboardEvent): boolean {
  if (!isShortcut(event)) return false;
  event.stopPropagation();
  return true;
}

/**
 * The value that a key leads to: arrows step, PageUp, PageDown and Shift with an arrow step ten times as far,
 * Home and End go to the ends. Steps begin at the value, which may be between two steps of the range. Null:
 * not a key of a slider.
 */
export function valueOfKey(event: KeyboardEvent, value: number, span: SliderSpan): number | null {
  const steps = STEPS[event.key];
  if (steps === undefined || isShortcut(event)) return null;
  return stepNumber(value, event.shiftKey && Math.abs(steps) === 1 ? steps * 10 : steps, span);
}
