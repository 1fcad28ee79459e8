'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import * as z from 'zod/mini';
import type { Shared } from '@/lib/links/model/shared';
import { type SharePreviewRequest, sharePreviewSchema } from '@/lib/links/model/shares';
import { api } from '@/lib/platform/client/http/api';
import { useQuery } from '@/lib/platform/client/http/query';

/**
 * The contract's schema, except that the copy is not checked value by value: it can hold a million values,
 * and our own server made it.
 */
const trustedPreviewSchema = z.extend(sharePreviewSchema, {
  shared: z.custom<Shared>((value) => typeof value === 'object' && value !== null && 'kind' in value),
});

/** A preview for a title is requested after this long without typing. */
const TYPING_MS = 300;

/**
 * What a link with these choices would show, kept up to date. `isCurrent`: the preview belongs to the current
 * choices and not to earlier ones.
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
    // A preview can be megabytes, and each change creates another.
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
