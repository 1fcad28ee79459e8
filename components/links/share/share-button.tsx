'use client';

import { Share2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Button } from '@/components/ui/button';
import { IconButton, type IconButtonProps } from '@/components/ui/icon-button';
import type { ShareSubject } from '@/lib/links/client/share-subject';
import { useActions } from '@/lib/platform/client/actions';

const load = () => import('./share-dialog');
const ShareDialog = lazy(async () => ({ default: (await load()).ShareDialog }));

export interface ShareButtonProps {
  /** The run to share; null while there is none that has ended. */
  runId?: string | null;
  /** The comparison to share; null while it cannot be shared. */
  comparisonId?: string | null;
  /** Work before the preview opens; it reports its own failures. */
  prepare?: () => Promise<boolean>;
  size?: IconButtonProps['size'];
  /** Where the word stands beside the icon, besides touch screens. */
  wordFrom?: IconButtonProps['wordFrom'];
  /** Shows the word beside the icon. */
  withText?: boolean;
  /** Links may have been made or revoked. */
  onClosed?: () => void;
}

/** Shares a run or a comparison by a link. */
export function ShareButton({
  runId = null,
  comparisonId = null,
  prepare,
  size = 'sm',
  wordFrom,
  withText = false,
  onClosed,
}: ShareButtonProps) {
  const [shared, setShared] = useState<ShareSubject | null>(null);
  const subject = runId !== null ? { runId } : comparisonId !== null ? { comparisonId } : null;
  const press = {
    disabled: subject === null,
    onPointerEnter: () => void load(),
    onClick: async () => {
      if (!prepare || (await prepare())) setShared(subject);
    },
  };
  useActions(() => [
    {
      id: 'share',
      label: 'Share',
      also: 'link',
      blocked: subject === null ? 'Nothing to share yet' : null,
      run: press.onClick,
    },
  ]);
  return (
    <>
      {withText ? (
        <Button size="sm" {...press}>
          <Share2 aria-hidden="true" className="size-3.5" /> Share
        </Button>
      ) : (
        <IconButton size={size} label="Share" word="Share" wordFrom={wordFrom} {...press}>
          <Share2 aria-hidden="true" />
        </IconButton>
      )}
      <Suspense fallback={null}>
        {shared !== null && (
          <ShareDialog
            subject={shared}
            onClose={() => {
              setShared(null);
              onClosed?.();
            }}
          />
        )}
      </Suspense>
    </>
  );
}
