import type { PointerEvent } from 'react';
import { snapNumber } from './number-text';
import type { SliderSpan } from './slider-parts';

/**
 * Follows a pointer that was pressed on a slider, and returns the value at the press. It listens on the window,
 * since the pointer may leave the slider, and another slider may replace this one under it.
 */
export function followPointer(
  pressed: PointerEvent<HTMLElement>,
  span: SliderSpan,
  onValue: (value: number) => void,
  onEnd?: () => void,
): number {
  const { pointerId } = pressed;
  const { left, width } = pressed.currentTarget.getBoundingClientRect();
  const { min, max } = span;
  const valueAt = (x: number) => snapNumber(min + ((x - left) / Math.max(1, width)) * (max - min), span);
  const onMove = (move: globalThis.PointerEvent) => {
    if (move.pointerId === pointerId) onValue(valueAt(move.clientX));
  };
  const end = (event: globalThis.PointerEvent) => {
    if (event.pointerId !== pointerId) return;
    removeEventListener('pointermove', onMove);
    removeEventListener('pointerup', end);
    removeEventListener('pointercancel', end);
    onEnd?.();
  };
  addEventListener('pointermove', onMove);
  addEventListener('pointerup', end);
  addEventListener('pointercancel', end);
  return valueAt(pressed.clientX);
}
