'use client';

import type { ReactNode } from 'react';
import { PHONE, useMedia } from '@/lib/platform/client/use-media';

/** A part of a cell in full, below its text. On a phone it is folded: the text has the height. */
export function CellPart({ label, children }: { label: string; children: ReactNode }) {
  const isPhone = useMedia(PHONE, false);
  return (
    <section aria-label={label} className="shrink-0 border-b px-4 py-3 last:border-b-0 phone:py-0">
      {isPhone ? (
        <details>
          <summary className="cursor-pointer py-2.5 text-xs text-ink-2">
            <h3 className="inline font-medium">{label}</h3>
          </summary>
          <div className="pb-3">{children}</div>
        </details>
      ) : (
        <>
          <h3 className="mb-1.5 text-xs font-medium text-ink-2">{label}</h3>
          {children}
        </>
      )}
    </section>
  );
}
