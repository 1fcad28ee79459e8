'use client';

import { usePathname } from 'next/navigation';
import { useEffect } from 'react';
import { Toaster as Sonner, toast as sonner } from 'sonner';
import { measureToastFloor } from './toast-floor';
import { TOAST_WIDTH, useToastPosition } from './toast-host';
import { connectToaster, isOfPage, type RaisedToast } from './toast-store';

const TONES = { neutral: '', good: 'border-l-2 border-l-good', bad: 'border-l-2 border-l-bad' } as const;

/** Toasts that go with their page: their ids, each with the path where it was raised. */
const ofPages = new Map<string | number, string>();

/** Shows the toasts. */
export function ToasterLayer() {
  useEffect(() => connectToaster(show, dismissOfPage), []);
  const path = usePathname();
  useEffect(() => dismissOfPage(path), [path]);
  return (
    <Sonner
      {...useToastPosition()}
      gap={8}
      // A stack that opens under the pointer would move the button that the user wants to press.
      expand
      // Sonner brings a font of its own.
      style={{ fontFamily: 'inherit', ...TOAST_WIDTH }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'floating flex max-w-full items-center gap-3 px-3 py-1.5 text-sm min-[601px]:inset-x-0 min-[601px]:mx-auto min-[601px]:w-fit',
          content: 'min-w-0 flex-1',
          title: 'break-words',
          actionButton:
            'h-6 shrink-0 rounded-sm border border-line-strong/60 px-2 text-xs text-ink hover:bg-hover pointer-coarse:h-10',
        },
      }}
    />
  );
}

/** @param except toasts that were raised on this path stay: it is where the user is now */
function dismissOfPage(except?: string): void {
  for (const [id, path] of ofPages) {
    if (path === except) continue;
    ofPages.delete(id);
    sonner.dismiss(id);
  }
}

function show(message: RaisedToast): void {
  measureToastFloor();
  const { message: text, action, tone = 'neutral', duration, id } = message;
  const shown = sonner(text, {
    id,
    action: action && { label: action.label, onClick: action.onClick },
    duration: duration ?? (action || tone === 'bad' ? 8000 : 4000),
    className: TONES[tone],
    onDismiss: ({ id: gone }) => ofPages.delete(gone),
    onAutoClose: ({ id: gone }) => ofPages.delete(gone),
  });
  // The same id may have shown a toast of another page before.
  if (isOfPage(message)) ofPages.set(shown, message.path);
  else ofPages.delete(shown);
}
