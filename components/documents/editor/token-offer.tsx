'use client';

import { useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { useBesideToken } from '@/components/runs/token-panel';
import { Button } from '@/components/ui/button';

export interface TokenOfferProps {
  /** Of the text. */
  scroller: HTMLElement;
  /** The token's place in the window. */
  rect: DOMRect;
  onOpen: () => void;
  /** The text has scrolled, or the keyboard has come: the token may be elsewhere. */
  onMove: () => void;
  onLeave: () => void;
}

/** Under a token that was tapped, on touch screens: opens its alternatives. A press elsewhere takes it away. */
export function TokenOffer({ scroller, rect, onOpen, onMove, onLeave }: TokenOfferProps) {
  const layer = useBesideToken(rect, 0);
  const latest = useRef({ onMove, onLeave });
  useEffect(() => {
    latest.current = { onMove, onLeave };
  });
  useEffect(() => {
    const listeners = new AbortController();
    const { signal } = listeners;
    const follow = () => latest.current.onMove();
    scroller.addEventListener('scroll', follow, { signal });
    addEventListener('resize', follow, { signal });
    addEventListener(
      'pointerdown',
      ({ target }) => target instanceof Node && !layer.current?.contains(target) && latest.current.onLeave(),
      { capture: true, signal },
    );
    return () => listeners.abort();
  }, [scroller, layer]);
  return createPortal(
    <div ref={layer} className="floating fixed top-0 left-0 z-30">
      <Button
        size="sm"
        variant="ghost"
        // The text keeps the focus, and a phone its keyboard.
        onPointerDown={(event) => event.preventDefault()}
        onClick={onOpen}
      >
        Alternatives
      </Button>
    </div>,
    document.body,
  );
}
