'use client';

import { useLayoutEffect, useRef } from 'react';
import { cx } from './cx';
import { LAYER_STYLE, openBeside } from './top-layer';

export interface FieldBubbleProps {
  id: string;
  anchor: Element;
  children: string;
}

/** What is wrong with a field that has no place for words of its own. Stands beside it for as long as it is wrong. */
export function FieldBubble({ id, anchor, children }: FieldBubbleProps) {
  const layer = useRef<HTMLDivElement>(null);
  useLayoutEffect(
    () =>
      layer.current ? openBeside(layer.current, anchor, { side: 'bottom', align: 'end', gap: 4 }) : undefined,
    [anchor],
  );
  return (
    <div
      ref={layer}
      id={id}
      role="alert"
      popover="manual"
      className={cx(LAYER_STYLE, 'z-60 max-w-64 border-bad/50 px-2 py-1 text-left text-xs text-bad')}
    >
      {children}
    </div>
  );
}
