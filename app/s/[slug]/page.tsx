import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { SharedPage } from '@/components/links/reader/shared-page';
import { sharedSummary, sharedTitle } from '@/lib/links/model/shared-labels';
import { openShare } from '@/lib/links/server/open-share';
import { publicOrigin } from '@/lib/platform/server/http/request-origin';

export const dynamic = 'force-dynamic';

type Params = Promise<{ slug: string }>;
type Search = Promise<{ [name: string]: string | string[] | undefined }>;

/** Loads once per request, for both the head and the body. */
const open = cache(openShare);

/**
 * A shared link, for everyone who has it. proxy.ts has already looked it up for the status; this look-up
 * decides what is shown.
 */
export default async function SharedLinkPage({
  params,
  searchParams,
}: {
  params: Params;
  searchParams: Search;
}) {
  const { slug } = await params;
  const opened = await open(slug);
  if (opened.state !== 'open') notFound();
  const { measure, branch } = await searchParams;
  return (
    <SharedPage
      slug={slug}
      shared={opened.shared}
      measure={typeof measure === 'string' ? measure : null}
      branch={typeof branch === 'string' ? branch : null}
    />
  );
}

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { slug } = await params;
  const opened = await open(slug);
  if (opened.state !== 'open') return { title: 'Link not found', robots: { index: false } };
  const title = sharedTitle(opened.shared);
  const description = sharedSummary(opened.shared);
  const origin = publicOrigin(new Request('http://localhost', { headers: new Headers(await headers()) }));
  const image = { url: `${origin}/s/${slug}/image.png`, width: 1200, height: 630, alt: title };
  return {
    title,
    description,
    robots: { index: false, follow: false },
    referrer: 'no-referrer',
    openGraph: {
      type: 'article',
      siteName: 'Completions Playground',
      url: `${origin}/s/${slug}`,
      title,
      description,
      images: [image],
    },
    twitter: { card: 'summary_large_image', title, description, images: [image] },
  };
}
