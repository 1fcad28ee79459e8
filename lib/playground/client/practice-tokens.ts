'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import * as z from 'zod/mini';
import { useStore } from 'zustand';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import { api } from '@/lib/platform/client/http/api';
import { useQuery } from '@/lib/platform/client/http/query';

const tokensSchema = z.object({ tokens: z.array(z.object({ id: z.int(), text: z.string() })) });
export type PracticeToken = z.infer<typeof tokensSchema>['tokens'][number];

const NO_TOKENS: readonly PracticeToken[] = [];
/** Milliseconds without typing before a text is looked up. */
const QUIET_MS = 200;
/** A look-up is for a word or two; the text is part of the address. */
const MAX_CHARACTERS = 500;

/** The practice model's tokens of a text, each id once. */
export function usePracticeTokens(text: string) {
  const settled = useSettled(text.slice(0, MAX_CHARACTERS));
  const query = useQuery({
    queryKey: ['practice-tokens', settled],
    queryFn: async ({ signal }) => {
      const path = `/api/practice/tokens?text=${encodeURIComponent(settled)}`;
      const { tokens } = await api(path, tokensSchema, { signal });
      const unique = [...new Map(tokens.map((token) => [token.id, token])).values()];
      rememberTokenTexts(unique);
      return unique;
    },
    enabled: settled !== '',
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return {
    tokens: settled === '' ? NO_TOKENS : (query.data ?? NO_TOKENS),
    isLoading: query.isLoading,
    error: query.error,
  };
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), QUIET_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** The texts of the ids that were looked up on this page. */
const texts = createBrowserStore<Readonly<Record<string, string>>>({});

function rememberTokenTexts(tokens: readonly PracticeToken[]): void {
  texts.setState(Object.fromEntries(tokens.map(({ id, text }) => [String(id), text])));
}

export function useTokenTexts(): Readonly<Record<string, string>> {
  return useStore(texts);
}
