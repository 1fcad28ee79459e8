'use client';

import { useEffect, useState } from 'react';
import { toast } from '@/components/ui/toast';
import { loadShared } from '@/lib/links/client/reader/load-shared';
import type { Shared } from '@/lib/links/model/shared';
import { messageOf } from '@/lib/platform/client/http/api-error';

/** All shared data, for a tool that needs more than the page carries; null until it is loaded. */
export function useShared(slug: string, onFail: () => void): Shared | null {
  const [shared, setShared] = useState<Shared | null>(null);
  useEffect(() => {
    let here = true;
    loadShared(slug).then(
      (loaded) => here && setShared(loaded),
      (error: unknown) => {
        if (!here) return;
        toast(messageOf(error), { tone: 'bad', id: 'shared' });
        onFail();
      },
    );
    return () => {
      here = false;
    };
  }, [slug, onFail]);
  return shared;
}
