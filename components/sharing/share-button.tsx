'use client';

import { Share2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';

const load = () => import('./share-dialog');
const ShareDialog = lazy(async () => ({ default: (await load()).ShareDialog }));

export interface ShareButtonProps {
  /** Null while there is none that has ended. */
  runId: string | null;
  /** With the word beside the icon. */
  withText?: boolean;
  /** The run may have more links now, or fewer. */
  onClosed?: () => void;
}

/** Hands a run on by a link. */
export function ShareButton({ runId, withText = false, onClosed }: ShareButtonProps) {
  const [sharedId, setSharedId] = useState<string | null>(null);
  const press = {
    disabled: runId === null,
    onPointerEnter: () => void load(),
    onClick: () => setSharedId(runId),
  };
  return (
    <>
      {withText ? (
        <Button size="sm" {...press}>
          <Share2 aria-hidden="true" className="size-3.5" /> Share
        </Button>
      ) : (
        <IconButton size="sm" label="Share" {...press}>
          <Share2 aria-hidden="true" />
        </IconButton>
      )}
      <Suspense fallback={null}>
        {sharedId !== null && (
          <ShareDialog
            runId={sharedId}
            onClose={() => {
              setSharedId(null);
              onClosed?.();
            }}
          />
        )}
      </Suspense>
    </>
  );
}
