'use client';

import { usePathname } from 'next/navigation';
import { type KeyboardEvent as ReactKeyboardEvent, useEffect } from 'react';
import { Toaster as Sonner } from 'sonner';
import { dismissOfPage, dismissOverPage, dismissPlain, newestOf, showToast } from './shown-toasts';
import { measureToastFloor } from './toast-floor';
import { giveFocusBack, rememberBefore, setToastLayer, toastsOf } from './toast-focus';
import { TOAST_WIDTH, useToastPosition } from './toast-host';
import { TOAST_KEY } from './toast-key';
import { toastPlaces } from './toast-places';
import { arriveAt, connectToaster } from './toast-store';

/** Shows the toasts. */
export function ToasterLayer() {
  useEffect(
    () => connectToaster(showToast, (onlyOver) => (onlyOver ? dismissOverPage() : dismissOfPage())),
    [],
  );
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
  setToastLayer(element);
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
    setToastLayer(null);
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

/** The toast that is seen, and its button where it has one. In the header and at the bottom there may be one each: the newer. */
function shownToast(): { toast: HTMLElement; button: HTMLElement | null } | null {
  const toast = newestOf(toastsOf('[data-sonner-toast][data-front="true"]:not([data-removed="true"])'));
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
