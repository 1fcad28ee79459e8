import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { sessionFromCookies } from '@/lib/accounts/server/session';
import { readRunForPage } from '@/lib/history/server/read-runs';
import { Run } from './run-page';

type Params = Promise<{ runId: string }>;

/** Loads once for both the title and the page. */
const load = cache(async (runId: string) => {
  const user = await sessionFromCookies();
  return user && readRunForPage(user.id, runId);
});

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const found = await load((await params).runId);
  if (!found) notFound();
  const { title, promptPreview } = found.run;
  return { title: (title ?? promptPreview.slice(0, 60)) || 'Run' };
}

/** The page of one run. Another user's run is "not found". */
export default async function RunPage({ params }: { params: Params }) {
  const found = await load((await params).runId);
  if (!found) notFound();
  const { id } = found.run;
  return <Run key={id} {...found} loadedAt={Date.now()} />;
}
