'use client';

import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { followPointer } from './follow-pointer';
import { snapNumber } from './number-text';
import { keepShortcut } from './slider-parts';

export interface SliderRangeOptions {
  value: number;
  min: number;
  max: number;
  step: number;
  onSelectRange: ((from: number, to: number) => void) | undefined;
}

const DIRECTIONS: Readonly<Record<string, 1 | -1>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
};
/** The slider steps by which an arrow key extends the range. */
const KEY_STEPS = 10;

/**
 * Handlers for the root of a slider: Shift selects a range, and the slider itself does not get those events.
 */
export function useSliderRange({ value, min, max, step, onSelectRange }: SliderRangeOptions) {
  const stretch = useRef<{ from: number; to: number } | null>(null);
  if (!onSelectRange) return { onKeyDownCapture: keepShortcut };
  const inside = (requested: number) => snapNumber(requested, { min, max, step });
  return {
    onPointerDownCapture: (event: PointerEvent<HTMLElement>) => {
      if (!event.shiftKey || event.button !== 0) return;
      // The slider would jump to the pressed point.
      event.stopPropagation();
      event.preventDefault();
      event.currentTarget.querySelector<HTMLElement>('[role=slider]')?.focus();
      const from = followPointer(
        event,
        { min, max, step },
        (to) => {
          if (to === stretch.current?.to) return;
          stretch.current = { from, to };
          onSelectRange(from, to);
        },
        () => {
          stretch.current = null;
        },
      );
    },
    onKeyDownCapture: (event: KeyboardEvent<HTMLElement>) => {
      const direction = DIRECTIONS[event.key];
      if (keepShortcut(event) || !event.shiftKey || direction === undefined) {
        if (event.key !== 'Shift') stretch.current = null;
        return;
      }
      event.stopPropagation();
      event.preventDefault();
      const { from, to } = stretch.current ?? { from: value, to: value };
      stretch.current = { from, to: inside(to + direction * KEY_STEPS * step) };
      onSelectRange(from, stretch.current.to);
    },
    onBlur: () => {
      stretch.current = null;
    },
  };
}
