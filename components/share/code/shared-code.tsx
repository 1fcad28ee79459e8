'use client';

import { useEffect, useState } from 'react';
import { toast } from '@/components/ui/toast';
import { messageOf } from '@/lib/client/runs/run-controller';
import { loadShared } from '@/lib/client/share/load-shared';
import type { SharedRun } from '@/lib/completions/share/shared-run';
import { SharedCodeDialog } from './shared-code-dialog';

/** The dialog, once there is something to show in it. */
export function SharedCode({ slug, onClose }: { slug: string; onClose: () => void }) {
  const [shared, setShared] = useState<SharedRun | null>(null);
  useEffect(() => {
    loadShared(slug).then(setShared, (error: unknown) => {
      toast(messageOf(error), { tone: 'bad', id: 'shared' });
      onClose();
    });
  }, [slug, onClose]);
  return shared && <SharedCodeDialog shared={shared} onClose={onClose} />;
}
