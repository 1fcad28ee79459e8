'use client';

import { Share2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { useCurrentRun } from '@/lib/client/runs/run-controller';

const load = () => import('@/components/sharing/share-dialog');
const ShareDialog = lazy(async () => ({ default: (await load()).ShareDialog }));

/** Hands the run on by a link, once it has ended. */
export function ShareButton() {
  const runId = useCurrentRun((view) => (view?.phase === 'ended' ? view.runId : null));
  const [sharedId, setSharedId] = useState<string | null>(null);
  return (
    <>
      <IconButton
        size="sm"
        label="Share"
        disabled={runId === null}
        onPointerEnter={() => void load()}
        onClick={() => setSharedId(runId)}
      >
        <Share2 aria-hidden="true" />
      </IconButton>
      <Suspense fallback={null}>
        {sharedId !== null && <ShareDialog runId={sharedId} onClose={() => setSharedId(null)} />}
      </Suspense>
    </>
  );
}
