'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import * as z from 'zod/mini';
import type { Shared } from '@/lib/links/model/shared';
import { type SharePreviewRequest, sharePreviewSchema } from '@/lib/links/model/shares';
import { api } from '@/lib/platform/client/http/api';
import { useQuery } from '@/lib/platform/client/http/query';

/**
 * The contract's schema, except that the copy is not walked: it can hold a million values, and it comes from our own
 * server, which made it.
 */
const trustedPreviewSchema = z.extend(sharePreviewSchema, {
  shared: z.custom<Shared>((value) => typeof value === 'object' && value !== null && 'kind' in value),
});

/** A title is asked about when no letter has come for this long. */
const TYPING_MS = 300;

/**
 * What a link of this kind would show, kept up to date. `isCurrent`: what is shown is the answer to what is asked now,
 * and not to what was asked a moment ago.
 */
export function useSharePreview(request: SharePreviewRequest) {
  const title = useSettled(request.title);
  const query = useQuery({
    queryKey: ['share-preview', { ...request, title }],
    queryFn: ({ signal }) =>
      api('/api/shares/preview', trustedPreviewSchema, {
        method: 'POST',
        body: { ...request, title },
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    // A preview can be megabytes, and each change makes another one.
    gcTime: 0,
  });
  return {
    preview: query.data ?? null,
    isCurrent: query.data !== undefined && !query.isPlaceholderData && title === request.title,
    error: query.error,
    retry: query.refetch,
  };
}

function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
