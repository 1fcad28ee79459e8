'use client';

import { Share2 } from 'lucide-react';
import { type ComponentProps, lazy, Suspense, useState } from 'react';
import { Button } from '@/components/ui/button';
import { IconButton, type IconButtonProps } from '@/components/ui/icon-button';
import type { ShareSubject } from '@/lib/links/client/share-subject';
import { useActions } from '@/lib/platform/client/actions';

const load = () => import('./share-dialog');
const ShareDialog = lazy(async () => ({ default: (await load()).ShareDialog }));

/** What is shared, and the title that its link has unless its owner changes it. */
export interface ToShare {
  readonly subject: ShareSubject;
  readonly title?: string | null;
}

export interface ShareButtonProps {
  /** Null while it cannot be shared. */
  subject: ShareSubject | null;
  /** Why it cannot be shared. */
  blocked?: string;
  /** Work before the preview opens, which may say otherwise what is shared. Null: not now, and the person was told why. */
  prepare?: () => Promise<ToShare | null>;
  size?: IconButtonProps['size'];
  /** Where the word stands beside the icon, besides touch screens. */
  wordFrom?: IconButtonProps['wordFrom'];
  /** Shows the word beside the icon. */
  withText?: boolean;
  /** Links may have been made or revoked. */
  onClosed?: () => void;
  /** Shows the dialog (`ShareLayer`) somewhere else, where it outlives the button. */
  onShare?: (shared: ToShare) => void;
}

/** Shares a run, a comparison or a document by a link. */
export function ShareButton({
  subject,
  blocked = 'Nothing to share yet',
  prepare,
  size = 'sm',
  wordFrom,
  withText = false,
  onClosed,
  onShare,
}: ShareButtonProps) {
  const [shared, setShared] = useState<ToShare | null>(null);
  const press = {
    disabled: subject === null,
    onPointerEnter: () => void load(),
    onClick: async () => {
      const next = prepare ? await prepare() : subject && { subject };
      if (next) (onShare ?? setShared)(next);
    },
  };
  useActions(() => [
    {
      id: 'share',
      label: 'Share',
      also: 'link',
      blocked: subject === null ? blocked : null,
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
        <IconButton
          size={size}
          label="Share"
          tooltip="Share a snapshot with a link"
          word="Share"
          wordFrom={wordFrom}
          {...press}
        >
          <Share2 aria-hidden="true" />
        </IconButton>
      )}
      {shared !== null && (
        <ShareLayer
          {...shared}
          onClose={() => {
            setShared(null);
            onClosed?.();
          }}
        />
      )}
    </>
  );
}

/** What the button opens; its code loads with it. */
export function ShareLayer(props: ComponentProps<typeof ShareDialog>) {
  return (
    <Suspense fallback={null}>
      <ShareDialog {...props} />
    </Suspense>
  );
}
