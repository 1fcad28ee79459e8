'use client';

import { usePathname } from 'next/navigation';
import { type FocusEvent, type KeyboardEvent as ReactKeyboardEvent, useEffect } from 'react';
import { Toaster as Sonner, toast as sonner } from 'sonner';
import { Kbd } from './kbd';
import { measureToastFloor } from './toast-floor';
import { fitsHeader, headerHasSpace, TOAST_WIDTH, useToastPosition } from './toast-host';
import { TOAST_KEY } from './toast-key';
import { toastPlaces } from './toast-places';
import { arriveAt, connectToaster, isOfPage, type RaisedToast } from './toast-store';
import { toastTimers } from './toast-timers';

const TONES = { neutral: '', good: 'border-l-2 border-l-good', bad: 'border-l-2 border-l-bad' } as const;

/** Toasts that go with their page: their ids, each with the path of its page. */
const ofPages = new Map<string | number, string>();

interface Focus {
  /** The element around all toasts. */
  layer: HTMLElement | null;
  /** Where the focus was before it came into them. */
  before: Element | null;
}

/** Toasts that only confirm something: nothing is lost with them. */
const plain = new Set<string | number>();

const focus: Focus = { layer: null, before: null };

/** Shows the toasts. */
export function ToasterLayer() {
  useEffect(() => connectToaster(show, (onlyOver) => (onlyOver && headerHasSpace()) || dismissOfPage()), []);
  // What somebody was only told is not worth covering a dialog that opens.
  useEffect(
    () => toastPlaces.subscribe((places, before) => places.length > before.length && dismissPlain()),
    [],
  );
  useEffect(() => {
    // First of all: a field would use the keys as well.
    addEventListener('keydown', onKeyAnywhere, true);
    return () => removeEventListener('keydown', onKeyAnywhere, true);
  }, []);
  const path = usePathname();
  useEffect(() => {
    dismissOfPage(path);
    arriveAt(path);
    return measureForAWhile();
  }, [path]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape comes from what is in it.
    <div
      className="contents"
      ref={keepLayer}
      onFocusCapture={rememberBefore}
      onClickCapture={giveFocusBack}
      onKeyDown={onKeyInside}
    >
      <Sonner
        {...useToastPosition()}
        // More would cover what is below the first one.
        visibleToasts={1}
        // Ours leads to the toast's button, and not only to the list (see `onKeyAnywhere`).
        hotkey={[]}
        customAriaLabel="Notifications, F8"
        gap={8}
        // A stack that opens under the pointer would move the button that the user wants to press.
        expand
        // Sonner brings a font of its own.
        style={{ fontFamily: 'inherit', ...TOAST_WIDTH }}
        toastOptions={{
          unstyled: true,
          classNames: {
            toast:
              'floating focus-visible:outline-2! focus-visible:outline-solid! focus-visible:outline-accent! flex max-w-full items-center gap-3 px-3 py-1.5 text-sm min-[1200px]:pointer-fine:py-1 min-[1200px]:pointer-fine:text-xs min-[601px]:inset-x-0 min-[601px]:mx-auto min-[601px]:w-fit',
            content: 'min-w-0 flex-1',
            title: 'break-words',
            actionButton:
              'h-6 shrink-0 rounded-sm border border-line-strong/60 px-2 text-xs text-ink hover:bg-hover pointer-coarse:h-10',
          },
        }}
      />
    </div>
  );
}

/** What a new page has at its bottom comes with its code, some frames later. */
function measureForAWhile(): () => void {
  let frames = 60;
  let next = requestAnimationFrame(function measure() {
    measureToastFloor();
    frames -= 1;
    if (frames > 0) next = requestAnimationFrame(measure);
  });
  return () => cancelAnimationFrame(next);
}

function keepLayer(element: HTMLElement | null): () => void {
  focus.layer = element;
  const toasts = new MutationObserver(shutHidden);
  if (element)
    toasts.observe(element, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['data-visible', 'data-removed'],
    });
  return () => {
    toasts.disconnect();
    focus.layer = null;
  };
}

/** A toast that lies under another one, or is on its way out, is still in the page: neither Tab nor a press may reach it. */
function shutHidden(): void {
  for (const toast of toastsOf('[data-sonner-toast]')) {
    const isHidden = toast.dataset.visible === 'false' || toast.dataset.removed === 'true';
    if (isHidden && toast.contains(document.activeElement)) giveFocusBack();
    if (toast.inert !== isHidden) toast.inert = isHidden;
  }
}

function toastsOf(selector: string): readonly HTMLElement[] {
  return [...(focus.layer?.querySelectorAll<HTMLElement>(selector) ?? [])];
}

/** The toast that is seen, and its button where it has one. */
function shownToast(): { toast: HTMLElement; button: HTMLElement | null } | null {
  const toast = toastsOf('[data-sonner-toast][data-front="true"]:not([data-removed="true"])')[0];
  return toast ? { toast, button: toast.querySelector('button[data-action]') } : null;
}

/** The key that leads to the toast, and the usual one of Undo wherever it would undo no typing. */
function onKeyAnywhere(event: KeyboardEvent): void {
  const shown = event.repeat ? null : shownToast();
  if (!shown) return;
  if (pressOf(event) === TOAST_KEY) (shown.button ?? shown.toast).focus();
  else if (
    pressOf(event) === 'mod+z' &&
    !isText(event.target) &&
    shown.button?.textContent?.startsWith('Undo')
  )
    shown.button.click();
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** A press as shortcuts are written. */
function pressOf({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): string {
  const parts = [(ctrlKey || metaKey) && 'mod', shiftKey && 'shift', altKey && 'alt', key.toLowerCase()];
  return parts.filter(Boolean).join('+');
}

/** Without this, browsers undo what was typed last in any field of the page. */
function isText(target: EventTarget | null): boolean {
  const field = 'textarea, [contenteditable], input:not([type=checkbox], [type=radio], [type=range])';
  return target instanceof Element && target.closest(field) !== null;
}

function onKeyInside(event: ReactKeyboardEvent): void {
  if (event.key !== 'Escape') return;
  // It stops no run and closes no dialog.
  event.preventDefault();
  event.stopPropagation();
  giveFocusBack();
}

/**
 * Sonner sends the focus that leaves its list back to where it came from. After Tab that is the element before the
 * toasts, and the next Tab is in the toasts again: nobody could go on for as long as one is shown. So it is not told.
 */
function rememberBefore(event: FocusEvent<HTMLElement>): void {
  if (!event.currentTarget.contains(event.relatedTarget)) focus.before = event.relatedTarget;
  event.stopPropagation();
}

/** Before what a press in a toast does, which closes the toast and may itself move the focus. */
function giveFocusBack(): void {
  if (!focus.layer?.contains(document.activeElement)) return;
  if (focus.before instanceof HTMLElement) focus.before.focus({ preventScroll: true });
}

/** @param except toasts of the page with this path stay: it is where the user is now */
function dismissOfPage(except?: string): void {
  for (const [id, path] of ofPages) {
    if (path === except) continue;
    ofPages.delete(id);
    stopWaiting(id);
    sonner.dismiss(id);
  }
}

function dismissPlain(): void {
  for (const id of plain) sonner.dismiss(id);
  plain.clear();
}

/** What with an action goes after its time: what it would undo is soon forgotten. */
const timers = toastTimers(isHeld, (id) => sonner.dismiss(id));

function isHeld(): boolean {
  return document.hidden || toastsOf('[data-sonner-toast]:is(:hover, :focus-within)').length > 0;
}

/** What stops to wait for what ends a toast before its time. */
const waits = new Map<string | number, () => void>();

function stopWaiting(id: string | number): void {
  waits.get(id)?.();
  waits.delete(id);
}

let count = 0;

function show(message: RaisedToast): void {
  measureToastFloor();
  const { message: text, action, tone = 'neutral', duration, id, until } = message;
  const options = {
    action: action && {
      label: (
        <>
          {action.label}
          <span aria-hidden="true" className="ml-1.5 pointer-coarse:hidden">
            <Kbd keys={TOAST_KEY} />
          </span>
        </>
      ),
      onClick: action.onClick,
    },
    duration: action ? Number.POSITIVE_INFINITY : (duration ?? (tone === 'bad' ? 8000 : 4000)),
    className: TONES[tone],
    position:
      headerHasSpace() && toastPlaces.getState().length === 0 && !fitsHeader(text, action?.label)
        ? ('bottom-center' as const)
        : undefined,
    testId: `toast-${++count}`,
    onDismiss: leave,
    onAutoClose: leave,
  };
  if (id !== undefined) stopWaiting(id);
  const shown = sonner(text, { ...options, id });
  if (action) timers.start(shown, duration ?? 20_000);
  else timers.stop(shown);
  const stop = until?.(() => sonner.dismiss(shown));
  if (stop) waits.set(shown, stop);
  // The same id may have shown a toast of another page before.
  if (isOfPage(message)) ofPages.set(shown, message.page);
  else ofPages.delete(shown);
  if (action || tone === 'bad') plain.delete(shown);
  else plain.add(shown);
}

/** A toast that closes gives back the focus that it has, and leaves that of another toast alone. */
function leave({ id, testId }: { id: string | number; testId?: string }): void {
  ofPages.delete(id);
  plain.delete(id);
  timers.stop(id);
  stopWaiting(id);
  if (document.activeElement?.closest('[data-sonner-toast]')?.getAttribute('data-testid') === testId)
    giveFocusBack();
}
