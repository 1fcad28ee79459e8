'use client';

import { type ReactNode, useEffect, useLayoutEffect } from 'react';

declare global {
  interface Window {
    /** What the inline script below has taken down; gone once it was told. */
    earlyPresses?: { press: Event[]; fields: Set<HTMLInputElement>; stop: () => void };
  }
}

/**
 * Pages are readable before their script is here: seconds on a slow network. What is pressed meanwhile is taken down, and
 * done as soon as the page works: the last press on a button, and what was written in fields (the prompt takes care of
 * itself). A form that is sent too early would load the page anew and lose what was written.
 */
const TAKE_DOWN = `(function () {
  // On the way down: React stops what it cannot deliver yet.
  var press = [], fields = new Set(), kinds = ['pointerdown', 'click', 'input', 'submit'];
  function take(event) {
    if (!event.isTrusted) return;
    if (event.type === 'submit') return event.preventDefault();
    if (event.type === 'input') return void (event.target instanceof HTMLInputElement && fields.add(event.target));
    if (event.type === 'pointerdown') press = [];
    press = press.filter(function (one) { return one.type !== event.type; }).concat(event);
    window.earlyPresses.press = press;
  }
  window.earlyPresses = {
    press: press,
    fields: fields,
    stop: function () { kinds.forEach(function (kind) { removeEventListener(kind, take, true); }); },
  };
  kinds.forEach(function (kind) { addEventListener(kind, take, true); });
})();`;

/** Around the whole page: its effects run when those of all parts have. */
export function EarlyPresses({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  useLayoutEffect(endTakingDown, []);
  useEffect(tellEarlyPresses, []);
  return (
    <>
      <script
        nonce={nonce}
        // As with the theme's script: only the server's HTML runs it.
        type={typeof window === 'undefined' ? undefined : 'application/json'}
        suppressHydrationWarning
        // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant text
        dangerouslySetInnerHTML={{ __html: TAKE_DOWN }}
      />
      {children}
    </>
  );
}

function endTakingDown(): void {
  const early = window.earlyPresses;
  if (early === undefined) return;
  early.stop();
  // A press at which React makes the page work is still on its way, and reaches its button by itself.
  if (early.press.some(({ eventPhase }) => eventPhase !== Event.NONE)) early.press = [];
}

function tellEarlyPresses(): void {
  const early = window.earlyPresses;
  if (early === undefined) return;
  delete window.earlyPresses;
  for (const field of early.fields) tellField(field);
  const click = early.press.find(({ type }) => type === 'click');
  const pressed = click?.target instanceof Element ? click.target.closest('button') : null;
  // Links and boxes work without a script.
  if (!pressed?.isConnected || pressed.disabled) return;
  // Menus open at the pointer's way down.
  for (const event of early.press) {
    const again =
      event instanceof PointerEvent && event.type === 'pointerdown'
        ? new PointerEvent('pointerdown', { ...AS_PRESSED, pointerType: event.pointerType })
        : new MouseEvent('click', AS_PRESSED);
    pressed.dispatchEvent(again);
  }
}

const AS_PRESSED = { bubbles: true, cancelable: true, composed: true, button: 0 };

/** React takes what a field holds when the page begins to work for what it has put there itself. */
function tellField(field: HTMLInputElement): void {
  if (!field.isConnected || field.type === 'checkbox' || field.type === 'radio') return;
  const { value } = field;
  field.value = '';
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
