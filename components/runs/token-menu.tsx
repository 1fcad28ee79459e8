'use client';

import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import type { Token } from '@/lib/protocol/run/run-events';
import { tokenAlternatives } from '@/lib/protocol/tokens/token-view';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';
import { canStandInPrompt } from '@/lib/runs/client/branch-run';
import { formatChance } from './token-labels';
import { TokenRow, useBesideToken } from './token-panel';

export interface TokenMenuProps {
  token: Token;
  rect: DOMRect;
  onPick: (text: string) => void;
  /** `back`: return the focus to the text. */
  onClose: (back: boolean) => void;
}

/** The alternatives of a token; each one can start a branch of the run. */
export function TokenMenu({ token, rect, onPick, onClose }: TokenMenuProps) {
  const { panel, placement } = useBesideToken(rect);
  const { entries } = tokenAlternatives(token);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });

  const isPlaced = placement.top !== undefined;
  useLayoutEffect(() => {
    // An element that is not visible yet takes no focus.
    if (isPlaced) panel.current?.querySelector<HTMLElement>('[role=menuitem]:not([aria-disabled])')?.focus();
  }, [isPlaced, panel]);

  useEffect(() => {
    const away = (event: Event) => {
      if (event.target instanceof Node && panel.current?.contains(event.target)) return;
      close.current(false);
    };
    document.addEventListener('pointerdown', away, true);
    addEventListener('scroll', away, { capture: true, passive: true });
    addEventListener('resize', away);
    return () => {
      document.removeEventListener('pointerdown', away, true);
      removeEventListener('scroll', away, { capture: true });
      removeEventListener('resize', away);
    };
  }, [panel]);

  function onKeyDown(event: KeyboardEvent): void {
    const items = [...(panel.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const focused = document.activeElement;
    const at = focused instanceof HTMLElement ? items.indexOf(focused) : -1;
    const next = {
      ArrowDown: (at + 1) % items.length,
      ArrowUp: (at - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    }[event.key];
    if (next !== undefined) items[next]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') onClose(true);
    else return;
    // Escape must not also stop a run.
    event.preventDefault();
    event.stopPropagation();
  }

  return createPortal(
    <div
      ref={panel}
      style={placement}
      role="menu"
      tabIndex={-1}
      aria-label="Continue from here with another token"
      data-state="open"
      onKeyDown={onKeyDown}
      className="floating fixed z-40 max-h-[60dvh] w-64 overflow-y-auto p-2 text-xs"
    >
      <p aria-hidden="true" className="px-1 pb-1 text-2xs text-ink-3">
        Continue from here with
      </p>
      {entries.map((entry) => {
        const shown = visibleInline(entry.text) || '(empty)';
        const allowed = canStandInPrompt(entry.text);
        const name = `Continue with “${shown}”, ${formatChance(entry.probability)}${entry.chosen ? ', the chosen one' : ''}`;
        return (
          <button
            key={`${entry.text} ${entry.probability}`}
            type="button"
            role="menuitem"
            tabIndex={-1}
            aria-disabled={!allowed || undefined}
            aria-label={allowed ? name : `${name}. It can't be written as text.`}
            title={allowed ? undefined : "It can't be written as text"}
            onClick={() => allowed && onPick(entry.text)}
            className="block w-full rounded-sm text-left -outline-offset-2 hover:bg-hover aria-disabled:cursor-not-allowed aria-disabled:opacity-55 pointer-coarse:py-1"
          >
            <TokenRow text={shown} chance={entry.probability} chosen={entry.chosen} />
          </button>
        );
      })}
    </div>,
    document.body,
  );
}
