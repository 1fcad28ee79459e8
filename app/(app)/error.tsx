'use client';

import { type ComponentType, lazy, Suspense } from 'react';
import type { ErrorMessageProps } from '@/components/shell/error-message';

// Next puts this file into the first load of every page: what it says comes when it is needed.
const ErrorMessage = lazy(async (): Promise<{ default: ComponentType<ErrorMessageProps> }> => {
  const loaded = await import('@/components/shell/error-message').catch(() => null);
  return { default: loaded?.ErrorMessage ?? PlainMessage };
});

export default function ErrorPage(props: ErrorMessageProps) {
  return (
    <Suspense fallback={<PlainMessage {...props} />}>
      <ErrorMessage {...props} />
    </Suspense>
  );
}

/** Until the other one has loaded, and where it cannot load. */
function PlainMessage({ reset }: ErrorMessageProps) {
  return (
    <main
      id="main"
      tabIndex={-1}
      className="flex flex-1 flex-col items-start gap-3 px-4 py-[12vh] sm:pl-[12vw]"
    >
      <h1 className="text-xl font-semibold">Something went wrong on this page</h1>
      <button type="button" onClick={reset} className="underline">
        Try again
      </button>
    </main>
  );
}
