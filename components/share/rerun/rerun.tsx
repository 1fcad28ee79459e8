'use client';

import { useEffect, useState } from 'react';
import { Notice } from '@/components/ui/notice';
import { Spinner } from '@/components/ui/spinner';
import { messageOf } from '@/lib/client/http/message-of';
import { QueryProvider } from '@/lib/client/http/query';
import { loadShared } from '@/lib/client/share/load-shared';
import type { SharedRun } from '@/lib/completions/share/shared-run';
import { RerunPanel } from './rerun-panel';

/** Below the shared outputs: the same request once more, by the reader. */
export function Rerun({ slug }: { slug: string }) {
  const [shared, setShared] = useState<SharedRun | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    loadShared(slug).then(setShared, (error: unknown) => setFailure(messageOf(error)));
  }, [slug]);
  return (
    <section
      aria-labelledby="rerun-title"
      ref={showAndFocus}
      tabIndex={-1}
      className="mt-4 border-t pt-5 outline-none print:hidden"
    >
      <h2 id="rerun-title" className="mb-3 text-base font-semibold">
        Run again and compare
      </h2>
      {failure !== null && (
        <Notice tone="bad" role="alert">
          {failure}
        </Notice>
      )}
      {shared && (
        <QueryProvider>
          <RerunPanel shared={shared} />
        </QueryProvider>
      )}
      {!shared && failure === null && <Spinner />}
    </section>
  );
}

/** It opens far below the button that was pressed. */
function showAndFocus(section: HTMLElement | null): void {
  section?.focus({ preventScroll: true });
  section?.scrollIntoView({ block: 'center' });
}
