'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { detokenize, type TokenSource, tokenize } from '@/lib/connections/client/tokens/count-tokens';
import { tokenLabel } from '@/lib/connections/model/token-label';
import { useQuery } from '@/lib/platform/client/http/query';
import { useSettingsFact } from './settings-editor';

/** A token of a word, as the chosen model splits it. */
export interface WordToken {
  readonly id: number;
  /** Its text with visible white space. */
  readonly label: string;
}

export interface WordTokens {
  readonly word: string;
  /** In the word's order, each once. */
  readonly tokens: readonly WordToken[];
}

export interface FoundWord {
  /** Null: neither the server nor the model's name tells its tokens. */
  readonly source: TokenSource | null;
  /** The word as typed, and with or without a space before it. */
  readonly spellings: readonly WordTokens[];
}

/** Milliseconds without typing before a text is looked up. */
const QUIET_MS = 200;
/** A look-up is for a word or two. */
const MAX_CHARACTERS = 500;

/** The tokens of a word for the model that the edited settings go to. */
export function useWordTokens(typed: string) {
  const model = useModelAt();
  const word = useSettled(typed.slice(0, MAX_CHARACTERS));
  const query = useQuery({
    queryKey: ['word-tokens', model, word],
    queryFn: ({ signal }) => lookUp(model, word, signal),
    enabled: word.trim() !== '' && model.connectionId !== null,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return {
    found: word.trim() === '' ? null : (query.data ?? null),
    isLoading: query.isLoading,
    error: query.error,
  };
}

async function lookUp(
  { connectionId, model }: ModelAt,
  word: string,
  signal: AbortSignal,
): Promise<FoundWord> {
  const other = word.startsWith(' ') ? word.slice(1) : ` ${word}`;
  let source: TokenSource | null = null;
  const spellings: WordTokens[] = [];
  for (const spelling of [word, other]) {
    const found = await tokenize(connectionId ?? '', model, spelling, { special: false, signal });
    if (found === null) return { source: null, spellings: [] };
    source = found.source;
    const tokens = new Map<number, WordToken>();
    for (let at = 0; at < found.ids.length; at += 1) {
      const id = found.ids[at] ?? 0;
      tokens.set(id, { id, label: tokenLabel(found.pieceAt(at)) });
    }
    spellings.push({ word: spelling, tokens: [...tokens.values()] });
  }
  return { source, spellings };
}

export interface IdLabels {
  readonly source: TokenSource;
  /** By id; absent: the tokenizer has no such token, or does not tell its text. */
  readonly labels: ReadonlyMap<string, string>;
}

/** The texts of token ids by the model's tokenizer; null while they are not known. */
export function useIdLabels(ids: readonly string[]): IdLabels | null {
  const model = useModelAt();
  const query = useQuery({
    queryKey: ['token-texts', model, ids],
    queryFn: async ({ signal }): Promise<IdLabels | null> => {
      const found = await detokenize(model.connectionId ?? '', model.model, ids.map(Number), signal);
      if (found === null) return null;
      const known = ids.flatMap((id, index) => {
        const piece = found.pieces[index] ?? null;
        return piece === null ? [] : [[id, tokenLabel(piece)] as const];
      });
      return { source: found.source, labels: new Map(known) };
    },
    enabled: ids.length > 0 && model.connectionId !== null,
    staleTime: 60_000,
    // Not those of another model.
    placeholderData: (before, query) => (query?.queryKey[1] === model ? before : undefined),
    retry: false,
  });
  return query.data ?? null;
}

interface ModelAt {
  readonly connectionId: string | null;
  readonly model: string;
}

function useModelAt(): ModelAt {
  const connectionId = useSettingsFact((editor) => editor.connectionId(), null);
  const model = useSettingsFact((editor) => editor.model(), '');
  return useMemo(() => ({ connectionId, model }), [connectionId, model]);
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), QUIET_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
