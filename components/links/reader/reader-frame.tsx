import type { ReactNode } from 'react';
import { SkipLink } from '@/components/shell/skip-link';
import { WordmarkLink } from '@/components/shell/wordmark-link';
import { buttonStyle } from '@/components/ui/button';
import { Toaster } from '@/components/ui/toaster';
import './share.css';

/**
 * Around what a reader sees: the name, and the way to a playground of their own. Plain links, since the app's own
 * would load it ahead of time.
 */
export function ReaderFrame({ children }: { children: ReactNode }) {
  return (
    <>
      <noscript>
        <style>{'.needs-script { display: none !important; }'}</style>
      </noscript>
      <SkipLink />
      <header className="flex h-11 shrink-0 items-center justify-between gap-3 border-b px-4 print:hidden">
        <WordmarkLink />
        <a href="/" className={`-mr-3 ${buttonStyle('ghost')}`}>
          Try a prompt of your own
        </a>
      </header>
      {children}
      <Toaster />
    </>
  );
}
