'use client';

import { useEffect, useState } from 'react';
import { toast } from '@/components/ui/toast';
import { loadShared } from '@/lib/links/client/reader/load-shared';
import { sharedPlaces } from '@/lib/links/model/shared-places';
import type { SharedRun } from '@/lib/links/model/shared-run';
import { messageOf } from '@/lib/platform/client/http/api-error';
import { SharedCodeDialog } from './shared-code-dialog';

export interface SharedCodeProps {
  slug: string;
  /** Which place of a comparison. */
  at?: number;
  onClose: () => void;
}

/** The dialog, once there is something to show in it. */
export function SharedCode({ slug, at = 0, onClose }: SharedCodeProps) {
  const [shared, setShared] = useState<SharedRun | null>(null);
  useEffect(() => {
    loadShared(slug).then(
      (loaded) => setShared(loaded.kind === 'run' ? loaded : (sharedPlaces(loaded)[at]?.run ?? null)),
      (error: unknown) => {
        toast(messageOf(error), { tone: 'bad', id: 'shared' });
        onClose();
      },
    );
  }, [slug, at, onClose]);
  return shared && <SharedCodeDialog shared={shared} onClose={onClose} />;
}
