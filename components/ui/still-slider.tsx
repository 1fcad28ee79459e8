'use client';

import type { PointerEvent } from 'react';
import { followPointer } from './follow-pointer';
import type { SliderProps } from './slider';
import { SLIDER_STYLE, TRACK_STYLE, TrackContent, thumbStyle, valueOfKey } from './slider-parts';
import { leftOf, shareOf } from './slider-ticks';
import { useSliderRange } from './use-slider-range';

export interface StillSliderProps extends SliderProps {
  /** It was pressed or focused, or lost the focus. */
  onHeld: (held: boolean) => void;
}

/**
 * A slider until the code of `Slider` has loaded: the same picture, which does not lose the first press, drag
 * or key. The one that replaces it takes the focus from it.
 */
export function StillSlider({
  value,
  min,
  max,
  step,
  onValueChange,
  valueText,
  muted,
  onSelectRange,
  ticks,
  onHeld,
  ...aria
}: StillSliderProps) {
  const span = { min, max, step };
  const shown = Math.min(max, Math.max(min, value));
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    // Without it the mouse press that follows would move the focus to the page.
    event.preventDefault();
    event.currentTarget.querySelector<HTMLElement>('[role=slider]')?.focus({ preventScroll: true });
    onValueChange(followPointer(event, span, onValueChange));
  };
  return (
    <span
      onPointerDown={onPointerDown}
      {...useSliderRange({ ...span, value: shown, onSelectRange })}
      className={SLIDER_STYLE}
    >
      <span className={TRACK_STYLE}>
        <TrackContent value={value} min={min} max={max} muted={muted} ticks={ticks} />
      </span>
      <span className="absolute -translate-x-1/2" style={{ left: leftOf(shareOf(value, min, max)) }}>
        <span
          {...aria}
          role="slider"
          tabIndex={0}
          aria-valuemin={min}
          aria-valuenow={shown}
          aria-valuemax={max}
          aria-valuetext={valueText}
          onFocus={() => onHeld(true)}
          onBlur={() => onHeld(false)}
          onKeyDown={(event) => {
            const next = valueOfKey(event, shown, span);
            if (next === null) return;
            event.preventDefault();
            onValueChange(next);
          }}
          className={thumbStyle(muted)}
        />
      </span>
    </span>
  );
}
