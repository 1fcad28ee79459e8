'use client';

import { ChevronRight } from 'lucide-react';
import { type ComponentType, lazy, Suspense, useState } from 'react';
import { useDraft } from '@/lib/playground/client/draft-store';

const InjectedRows = lazy(async (): Promise<{ default: ComponentType }> => {
  const loaded = await import('./injected-rows').catch(() => null);
  return { default: loaded?.InjectedRows ?? NotLoaded };
});

/** Start and restart text, folded away until one is used: their fields are loaded when they are opened. */
export function InjectedGroup() {
  const isSet = useDraft(({ injected: { start, restart } }) => start !== '' || restart !== '');
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      // Once open it stays so while a text is cleared.
      open={isSet || isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="group/injected border-t py-2"
    >
      <summary className="flex h-7 cursor-default list-none items-center gap-1 px-4 text-2xs text-ink-3 hover:text-ink-2 pointer-coarse:h-11">
        <ChevronRight
          aria-hidden="true"
          className="size-3 transition-transform group-open/injected:rotate-90"
        />
        <h3>Start and restart text</h3>
      </summary>
      {(isSet || isOpen) && (
        <Suspense fallback={<div className="h-28" />}>
          <InjectedRows />
        </Suspense>
      )}
    </details>
  );
}

function NotLoaded() {
  return (
    <p role="alert" className="px-4 text-ink-2">
      Couldn't load this. Check your network, then reload the page.
    </p>
  );
}
