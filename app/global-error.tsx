'use client';

import { GeistSans } from 'geist/font/sans';
import './globals.css';

/**
 * Replaces the whole page when even the frame could not be drawn, so it may depend on nothing but the styles.
 */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en" className={GeistSans.variable}>
      <body className="flex min-h-dvh flex-col items-start justify-center gap-3 px-6 py-12 sm:pl-[12vw]">
        <title>Error · Completions Playground</title>
        <h1 className="text-xl font-semibold">The playground couldn't load</h1>
        <p className="max-w-[56ch] text-base text-ink-2">
          Your draft is saved in this browser and your runs on the server. Reload the page. If that doesn't
          help, the server may be starting or unreachable.
        </p>
        {error.digest && (
          <p className="text-ink-3">
            Details are in the server log under <code className="font-mono">{error.digest}</code>.
          </p>
        )}
        {/* Looks like the other buttons; importing their code would load it twice on every page. */}
        <button
          type="button"
          onClick={() => location.reload()}
          className="h-8 rounded-sm border border-accent bg-accent px-3 text-sm font-medium text-accent-ink transition-colors hover:border-accent-hover hover:bg-accent-hover pointer-coarse:h-10"
        >
          Reload
        </button>
      </body>
    </html>
  );
}
