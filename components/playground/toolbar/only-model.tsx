'use client';

import { useEffect } from 'react';
import { useModels } from '@/lib/connections/client/connections';
import { getDraft, settleDraft } from '@/lib/playground/client/draft-store';

/** Gives a draft without a model the connection's only one. Renders nothing. */
export function OnlyModel({ connectionId }: { connectionId: string }) {
  const { models } = useModels(connectionId);
  useEffect(() => {
    const only = models.length === 1 ? models[0] : undefined;
    if (only && getDraft().model === '') settleDraft({ model: only.id });
  }, [models]);
  return null;
}
