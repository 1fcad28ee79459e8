import type { ReactNode } from 'react';
import { SkipLink } from '@/components/shell/skip-link';
import { WordmarkLink } from '@/components/shell/wordmark-link';
import { buttonStyle } from '@/components/ui/button';
import { Toaster } from '@/components/ui/toaster';
import './print.css';

/**
 * The frame around a reader's page: the name, and a link to the reader's own playground. Plain links, since
 * the app's own would prefetch it.
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
          Try your own prompt
        </a>
      </header>
      {children}
      <Toaster />
    </>
  );
}
