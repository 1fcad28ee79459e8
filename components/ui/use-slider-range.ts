'use client';

import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { snapNumber } from './number-text';

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
  if (!onSelectRange) return {};
  const inside = (requested: number) => snapNumber(requested, { min, max, step });
  return {
    onPointerDownCapture: (event: PointerEvent<HTMLElement>) => {
      if (!event.shiftKey || event.button !== 0) return;
      // The slider would jump to the pressed point: without this press there is no mouse event for it.
      event.stopPropagation();
      event.preventDefault();
      const slider = event.currentTarget;
      slider.querySelector('input')?.focus();
      const valueAt = (x: number) => {
        const { left, width } = slider.getBoundingClientRect();
        return inside(min + ((x - left) / Math.max(1, width)) * (max - min));
      };
      const from = valueAt(event.clientX);
      const { pointerId } = event;
      // On the window: the pointer may leave the slider.
      const onMove = (move: globalThis.PointerEvent) => {
        if (move.pointerId !== pointerId) return;
        const to = valueAt(move.clientX);
        if (to === stretch.current?.to) return;
        stretch.current = { from, to };
        onSelectRange(from, to);
      };
      const onEnd = (end: globalThis.PointerEvent) => {
        if (end.pointerId !== pointerId) return;
        stretch.current = null;
        removeEventListener('pointermove', onMove);
        removeEventListener('pointerup', onEnd);
        removeEventListener('pointercancel', onEnd);
      };
      addEventListener('pointermove', onMove);
      addEventListener('pointerup', onEnd);
      addEventListener('pointercancel', onEnd);
    },
    onKeyDownCapture: (event: KeyboardEvent<HTMLElement>) => {
      const direction = DIRECTIONS[event.key];
      const isModified = event.metaKey || event.ctrlKey || event.altKey;
      if (!event.shiftKey || direction === undefined || isModified) {
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
