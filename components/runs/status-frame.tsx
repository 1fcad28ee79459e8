import type { ReactNode } from 'react';

/** The line under an output. */
export function StatusFrame({ children }: { children: ReactNode }) {
  return (
    <footer className="@container shrink-0 border-t border-line text-xs text-ink-3">
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-1 @4xl:flex-nowrap">
        {children}
      </div>
    </footer>
  );
}
