import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { EarlyPressScript } from '@/components/shell/early-press-script';
import { EarlyPresses } from '@/components/shell/early-presses';
import { ThemeFrame } from '@/components/shell/theme-frame';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Completions Playground', template: '%s · Completions Playground' },
  description: 'Try prompts on text completion models, tune every parameter and keep a history of your runs.',
  applicationName: 'Completions Playground',
  // Numbers and dates in a model's output are not phone links.
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

/**
 * What all pages share: fonts, styles and the theme. Pages of the app get their frame in `(app)`; readers'
 * pages do not.
 */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    // A script sets the theme's class on <html> before React hydrates.
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <body className="flex min-h-dvh flex-col">
        <EarlyPressScript nonce={nonce} />
        <EarlyPresses>
          <ThemeFrame nonce={nonce}>{children}</ThemeFrame>
        </EarlyPresses>
      </body>
    </html>
  );
}
