'use client';

import * as RadixDialog from '@radix-ui/react-dialog';
import { X } from 'lucide-react';
import { type ReactNode, type RefObject, useContext, useLayoutEffect, useRef } from 'react';
import { cx } from './cx';
import { DialogNotice } from './dialog-notice';
import { IconButton } from './icon-button';
import { toastPlaces } from './toast-places';

export type DialogSide = 'center' | 'left' | 'right' | 'bottom';

const SIDES: Record<DialogSide, string> = {
  center:
    'floating top-[max(8px,12dvh)] left-1/2 max-h-[calc(100dvh-max(16px,16dvh))] w-[calc(100vw-16px)] max-w-lg -translate-x-1/2 ' +
    // In a low window the title and the buttons scroll with the content, which would otherwise have no space
    // left.
    'short:top-1 short:max-h-[calc(100dvh-8px)] short:overflow-y-auto short:[&>[data-dialog-body]]:flex-none short:[&>[data-dialog-body]]:overflow-visible',
  left: 'sheet-in-left inset-y-0 left-0 w-[min(340px,calc(100vw-40px))] border-r',
  right: 'sheet-in-right inset-y-0 right-0 w-[min(380px,calc(100vw-40px))] border-l',
  bottom: 'sheet-in-bottom inset-x-0 bottom-0 max-h-[85dvh] rounded-t-lg border-t',
};

export interface DialogProps {
  onClose: () => void;
  title: string;
  /** Read out after the title. */
  description?: ReactNode;
  /** `center` is a dialog; the others are sheets that slide in from an edge. */
  side?: DialogSide;
  /** A row of buttons that stays at the bottom. */
  footer?: ReactNode;
  /** Gets the focus when the dialog closes; absent: the element that had it before, unless that is gone. */
  focusAfter?: RefObject<HTMLElement | null>;
  /** Class of the dialog itself, for its width. */
  className?: string;
  /** Class of the scrolling part; sheets with a whole panel remove the padding here. */
  bodyClassName?: string;
  children: ReactNode;
}

/** Modal, open as long as it is rendered. Radix traps the focus and returns it. Load the screen that uses this one lazily. */
export function Dialog({
  onClose,
  title,
  description,
  side = 'center',
  footer,
  focusAfter,
  className,
  bodyClassName = 'px-4 pb-4',
  children,
}: DialogProps) {
  const opener = useRef<Element | null>(null);
  const isFilledIn = useRef(false);
  const notice = useContext(DialogNotice);
  return (
    <RadixDialog.Root open onOpenChange={(open) => !open && onClose()}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <RadixDialog.Content
          // Radix warns when there is no description; an explicit undefined says that none is meant.
          {...(description ? {} : { 'aria-describedby': undefined })}
          onOpenAutoFocus={(event) => {
            opener.current = document.activeElement;
            focusFirst(event);
          }}
          // Radix returns the focus only to a trigger of its own, which a dialog opened by state lacks.
          onCloseAutoFocus={(event) => {
            const target = focusAfter?.current ?? opener.current;
            if (!(target instanceof HTMLElement) || !target.isConnected) return;
            event.preventDefault();
            target.focus();
          }}
          onInput={({ target }) => {
            if (target instanceof Element && target.closest('form')) isFilledIn.current = true;
          }}
          // A press beside a form that was filled in would lose what was typed. And a toast is in the dialog's element,
          // yet not in its part of React's tree.
          onInteractOutside={(event) => {
            const { target } = event.detail.originalEvent;
            const isToast = target instanceof Element && target.closest('[data-sonner-toaster]');
            if (isFilledIn.current || isToast) event.preventDefault();
          }}
          className={cx('fixed z-50 flex flex-col bg-surface text-ink outline-none', SIDES[side], className)}
        >
          <div className="flex items-start justify-between gap-3 px-4 pt-3 pb-2">
            <div className="min-w-0 pt-1">
              <RadixDialog.Title className="text-base font-semibold">{title}</RadixDialog.Title>
              {description && (
                <RadixDialog.Description className="mt-1 text-ink-2">{description}</RadixDialog.Description>
              )}
            </div>
            <RadixDialog.Close asChild>
              <IconButton
                label="Close"
                shortcut="escape"
                className="-mr-1.5 pointer-coarse:-mt-1 pointer-coarse:-mr-2.5"
              >
                <X aria-hidden="true" />
              </IconButton>
            </RadixDialog.Close>
          </div>
          <div
            data-dialog-body=""
            className={cx('min-h-0 flex-1 overflow-y-auto overscroll-contain', bodyClassName)}
          >
            {notice}
            {children}
          </div>
          {footer && (
            <div
              data-dialog-footer=""
              className="flex flex-wrap items-center justify-end gap-2 border-t px-4 py-3"
            >
              {footer}
            </div>
          )}
          <PlaceForToasts isTall={side === 'left' || side === 'right'} />
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

function PlaceForToasts({ isTall }: { isTall: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!place.current) return;
    const own = { element: place.current, isTall };
    toastPlaces.setState((places) => [...places, own], true);
    // Before the element leaves the page, so that the toasts do not leave with it.
    return () => toastPlaces.setState((places) => places.filter((one) => one !== own), true);
  }, [isTall]);
  return <div ref={place} />;
}

const FOCUSABLE = ['input', 'textarea', 'select', 'button', 'a[href]'];

/**
 * Focuses the body, or else the first button of the footer (the harmless one), rather than Close. Not on
 * touch screens: the focus on a field would raise the keyboard over the dialog.
 */
function focusFirst(event: Event): void {
  if (matchMedia('(pointer: coarse)').matches || !(event.target instanceof HTMLElement)) return;
  const first =
    event.target.querySelector<HTMLElement>('[data-autofocus]') ??
    event.target.querySelector<HTMLElement>(within('[data-dialog-body]')) ??
    event.target.querySelector<HTMLElement>(within('[data-dialog-footer]')) ??
    // With nothing but text in it, the dialog itself.
    event.target;
  event.preventDefault();
  first.focus();
}

function within(part: string): string {
  return FOCUSABLE.map((selector) => `${part} ${selector}:not([disabled])`).join(', ');
}
