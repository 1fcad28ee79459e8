'use client';

import { useEffect, useState } from 'react';
import * as z from 'zod/mini';
import { SessionActions } from '@/components/accounts/session-actions';
import { buttonStyle } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Spinner } from '@/components/ui/spinner';
import { viewerSchema } from '@/lib/accounts/model/account';
import { loadSharedRun } from '@/lib/links/client/reader/load-shared';
import type { SharedRun } from '@/lib/links/model/shared-run';
import { api, expectSession } from '@/lib/platform/client/http/api';
import { messageOf } from '@/lib/platform/client/http/api-error';
import { useExpiredSession } from '@/lib/platform/client/http/expired-session';
import { RerunPanel } from './rerun-panel';

/** Below the shared outputs: the reader runs the same request again. */
export function Rerun({ slug }: { slug: string }) {
  const [shared, setShared] = useState<SharedRun | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    Promise.all([loadSharedRun(slug), learnSession()]).then(
      ([found]) => setShared(found),
      (error: unknown) => setFailure(messageOf(error)),
    );
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
      <ReaderSession slug={slug} />
      {shared && <RerunPanel shared={shared} />}
      {!shared && failure === null && <Spinner />}
    </section>
  );
}

/** This page has no header to sign in from. */
function ReaderSession({ slug }: { slug: string }) {
  const { expired } = useExpiredSession();
  if (!expired) return null;
  return (
    <SessionActions
      className="mb-3"
      signIn={
        <a
          href={`/sign-in?${new URLSearchParams({ next: `/s/${slug}` })}`}
          className={buttonStyle('primary', 'sm')}
        >
          Sign in
        </a>
      }
    />
  );
}

/** The page does not look at the session, so only now is it known whether a run needs a guest first. */
async function learnSession(): Promise<void> {
  const { viewer } = await api('/api/account', z.object({ viewer: z.nullable(viewerSchema) }));
  expectSession(viewer === null ? 'none' : viewer.isGuest ? 'guest' : 'account');
}

/** It opens far below the button that was pressed. */
function showAndFocus(section: HTMLElement | null): void {
  section?.focus({ preventScroll: true });
  section?.scrollIntoView({ block: 'center' });
}
