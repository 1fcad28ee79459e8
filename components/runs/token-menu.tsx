'use client';

import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { Button } from '@/components/ui/button';
import { uncoverPage } from '@/components/ui/toast-store';
import type { Token } from '@/lib/protocol/run/run-events';
import { type TokenAlternatives, tokenAlternatives } from '@/lib/protocol/tokens/token-view';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';
import { canStandInPrompt } from '@/lib/runs/client/branch-run';
import { type WhatIfEntry, whatIf as whatIfOfToken } from '@/lib/runs/model/what-if';
import { OwnToken } from './own-token';
import { TokenFacts } from './token-facts';
import { formatChance, whatIfLabel } from './token-labels';
import { useBesideToken } from './token-panel';
import { TokenRow } from './token-row';
import type { OpenWhatIf } from './what-if/use-what-if-text';
import { WhatIfNote, WhatIfTokenRow } from './what-if/what-if-token';

export interface TokenMenuProps {
  token: Token;
  rect: DOMRect;
  /** Shows its alternatives with other settings. */
  whatIf?: OpenWhatIf | null;
  /** The end of the text before the token. */
  before: string;
  onPick: (text: string) => void;
  /** More that can be done from here. */
  actions?: readonly TokenAction[];
  /** False: the keyboard stays where it is, and Alt+Enter there comes here. */
  takesFocus?: boolean;
  /** `back`: return the focus to the text. */
  onClose: (back: boolean) => void;
}

export interface TokenAction {
  readonly label: string;
  readonly onSelect: () => void;
}

/** What is known of a token, and what the run can continue with instead: an alternative, or any other text. */
export function TokenMenu({
  token,
  rect,
  whatIf = null,
  before,
  onPick,
  actions = [],
  takesFocus = true,
  onClose,
}: TokenMenuProps) {
  const scaled = whatIf && whatIfOfToken(token, whatIf.own, whatIf.other);
  const entries: readonly MenuEntry[] = scaled?.entries ?? tokenAlternatives(token).entries;
  const panel = useBesideToken(rect, entries.length, true);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });

  // On a phone toasts would be over it.
  useEffect(uncoverPage, []);

  useLayoutEffect(() => {
    if (takesFocus) panel.current?.querySelector<HTMLElement>(STOPS)?.focus({ preventScroll: true });
  }, [panel, takesFocus]);

  useEffect(() => {
    const away = (event: Event) => {
      if (event.target instanceof Node && panel.current?.contains(event.target)) return;
      // The keyboard of a touch screen resizes and scrolls the page when the field gets the focus.
      const writes = document.activeElement === panel.current?.querySelector('textarea');
      if (writes && event.type !== 'pointerdown') return;
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

  function onMenuKey(event: KeyboardEvent): void {
    const items = [...(panel.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const focused = document.activeElement;
    const at = focused instanceof HTMLElement ? items.indexOf(focused) : -1;
    const next = {
      ArrowDown: (at + 1) % items.length,
      ArrowUp: (at - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    }[event.key];
    if (next === undefined) return;
    items[next]?.focus();
    event.preventDefault();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !event.nativeEvent.isComposing) onClose(true);
    else if (event.key === 'Tab') stepTo(event.shiftKey ? -1 : 1);
    else return;
    // Escape must not also stop a run.
    event.preventDefault();
    event.stopPropagation();
  }

  /** Tab stays inside: the alternatives are one stop, then come the field and its button. */
  function stepTo(step: 1 | -1): void {
    const focused = document.activeElement;
    const all = [...(panel.current?.querySelectorAll<HTMLElement>(STOPS) ?? [])];
    const isItem = (stop: Element | null | undefined) => stop?.role === 'menuitem';
    const item = isItem(focused) ? focused : all.find(isItem);
    const stops = all.filter((stop) => !isItem(stop) || stop === item);
    const at = focused instanceof HTMLElement ? stops.indexOf(focused) : -1;
    stops[(at + step + stops.length) % stops.length]?.focus();
  }

  return createPortal(
    <div
      ref={panel}
      role="dialog"
      tabIndex={-1}
      aria-label={`Token “${visibleInline(token.text)}”`}
      data-state="open"
      onKeyDown={onKeyDown}
      className="floating fixed z-40 max-h-[70dvh] w-64 overflow-y-auto p-2 text-xs"
    >
      <TokenFacts token={token} />
      {entries.length > 0 && (
        <>
          <p className="px-1 pt-0.5 pb-1 text-2xs text-ink-3">Continue with another token</p>
          <div
            role="menu"
            tabIndex={-1}
            aria-label="Continue from here with another token"
            onKeyDown={onMenuKey}
          >
            {entries.map((entry, at) => {
              const shown = visibleInline(entry.text) || '(empty)';
              const allowed = canStandInPrompt(entry.text);
              const chance = 'after' in entry ? whatIfLabel(entry, ' to ') : formatChance(entry.probability);
              const name = `Continue with “${shown}”, ${chance}${entry.chosen ? ', chosen' : ''}`;
              return (
                <button
                  // biome-ignore lint/suspicious/noArrayIndexKey: two may be spelled alike, and none moves.
                  key={at}
                  type="button"
                  role="menuitem"
                  tabIndex={-1}
                  aria-disabled={!allowed || undefined}
                  aria-label={allowed ? name : `${name}. It can't be written as text.`}
                  title={allowed ? undefined : "It can't be written as text"}
                  onClick={() => allowed && onPick(entry.text)}
                  className="block w-full rounded-sm text-left -outline-offset-2 hover:bg-hover aria-disabled:cursor-not-allowed aria-disabled:opacity-55 pointer-coarse:py-2"
                >
                  {'after' in entry ? (
                    <WhatIfTokenRow entry={entry} />
                  ) : (
                    <TokenRow text={shown} chance={entry.probability} chosen={entry.chosen} />
                  )}
                </button>
              );
            })}
          </div>
        </>
      )}
      {scaled && <WhatIfNote scaled={scaled} />}
      <OwnToken replaced={token.text} before={before} onPick={onPick} />
      {actions.length > 0 && (
        <div className="mt-2 flex flex-wrap gap-1 border-t px-1 pt-2">
          {actions.map(({ label, onSelect }) => (
            <Button key={label} size="sm" variant="ghost" className="px-1.5!" onClick={onSelect}>
              {label}
            </Button>
          ))}
        </div>
      )}
    </div>,
    document.body,
  );
}

type MenuEntry = TokenAlternatives['entries'][number] | WhatIfEntry;

const STOPS = '[role=menuitem]:not([aria-disabled]), textarea, button:not([role], :disabled)';
