import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { AppHeader } from '@/components/shell/app-header';
import { Providers } from '@/components/shell/providers';
import { SkipLink } from '@/components/shell/skip-link';
import { loadSite } from '@/lib/server/accounts/site';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Completions Playground', template: '%s · Completions Playground' },
  description: 'Try prompts on text completion models, set every parameter, and find each run again.',
  applicationName: 'Completions Playground',
  // Numbers and dates in a model's output are not telephone links.
  formatDetection: { telephone: false, date: false, email: false, address: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#faf9f6' },
    { media: '(prefers-color-scheme: dark)', color: '#171614' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [{ viewer, site }, requestHeaders] = await Promise.all([loadSite(), headers()]);
  return (
    // The theme's class is set on <html> by a script before React looks at it.
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <body className="flex min-h-dvh flex-col">
        <Providers viewer={viewer} site={site} nonce={requestHeaders.get('x-nonce') ?? undefined}>
          <SkipLink />
          <AppHeader />
          {children}
        </Providers>
      </body>
    </html>
  );
}
