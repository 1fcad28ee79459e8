'use client';

import { useEffect, useState } from 'react';
import { countTokens, type TokenCounts } from '@/lib/connections/client/tokens/count-tokens';
import { ApiError } from '@/lib/platform/client/http/api-error';
import { promptTexts, readIds } from '@/lib/protocol/request/prompts';
import { estimateTokens } from '@/lib/protocol/tokens/estimate-tokens';
import { noteCountedPrompt } from '@/lib/runs/client/counted-prompts';
import { draftPrompt } from './draft';
import { isSent } from './draft-settings';
import { getDraft, subscribeDraft } from './draft-store';

/** Milliseconds without a change before a text goes to the server. */
const QUIET_MS = 400;

/** What the next run would have the model read. */
interface PromptTexts {
  readonly connectionId: string | null;
  readonly model: string;
  readonly prompts: readonly string[];
  /** The prompts are lists of token ids. */
  readonly asIds: boolean;
  readonly suffix: string | undefined;
}

export interface PromptTokens {
  readonly isExact: boolean;
  /** Of all prompts together, without the suffix. */
  readonly prompts: number;
  /** Of the longest prompt. */
  readonly longest: number;
  readonly suffix: number;
  /** Null: not known. */
  readonly contextLength: number | null;
}

export function draftTexts(): PromptTexts {
  const draft = getDraft();
  const { connectionId, model, settings } = draft;
  return {
    connectionId,
    model,
    // As they are sent: with the start text.
    prompts: promptTexts(draftPrompt(draft)),
    asIds: draft.asIds,
    suffix: isSent(settings, 'suffix') ? (settings.values.suffix ?? '') : undefined,
  };
}

/**
 * The tokens of the draft's prompts: an estimate while it is being typed, and what the server or a known tokenizer counts
 * after a pause. One request at a time; one that a change makes outdated is cancelled.
 */
export function usePromptTokens(): PromptTokens {
  const [tokens, setTokens] = useState(() => estimate(draftTexts(), null));
  useEffect(() => watchPromptTokens(setTokens), []);
  return tokens;
}

/** Calls `onTokens` with each count or estimate that differs from the one before; returns what ends that. */
export function watchPromptTokens(onTokens: (tokens: PromptTokens) => void): () => void {
  let shown = '';
  let texts = draftTexts();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking: AbortController | null = null;
  let contextLength: number | null = null;

  const show = (next: PromptTokens) => {
    const key = JSON.stringify(next);
    if (key !== shown) onTokens(next);
    shown = key;
  };
  const count = async () => {
    const { connectionId, model } = texts;
    if (connectionId === null) return;
    asking = new AbortController();
    const { signal } = asking;
    try {
      const { suffix } = texts;
      const query = { prompts: texts.asIds ? [] : texts.prompts, suffix };
      const counted = await countTokens(connectionId, model, query, signal);
      if (signal.aborted) return;
      if (counted.contextLength !== undefined) contextLength = counted.contextLength;
      const known = exact(texts, counted.counts, contextLength);
      if (known && !texts.asIds)
        noteCountedPrompt({ connectionId, model, prompts: texts.prompts, tokens: known.prompts });
      show(known ?? estimate(texts, contextLength));
    } catch (error) {
      // The estimate stays: a count is not worth a message.
      if (!signal.aborted && !(error instanceof ApiError)) throw error;
    }
  };
  const later = (wait: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      show(estimate(texts, contextLength));
      timer = setTimeout(() => void count(), wait);
    }, ESTIMATE_MS);
  };
  const onChange = () => {
    const next = draftTexts();
    if (isSame(next, texts)) return;
    if (next.connectionId !== texts.connectionId || next.model !== texts.model) contextLength = null;
    texts = next;
    asking?.abort();
    later(QUIET_MS - ESTIMATE_MS);
  };
  void count();
  const unsubscribe = subscribeDraft(onChange);
  return () => {
    clearTimeout(timer);
    asking?.abort();
    unsubscribe();
  };
}

/** Estimating 200 kB on every key would be felt. */
const ESTIMATE_MS = 150;

function isSame(one: PromptTexts, other: PromptTexts): boolean {
  return (
    one.connectionId === other.connectionId &&
    one.model === other.model &&
    one.asIds === other.asIds &&
    one.suffix === other.suffix &&
    one.prompts.length === other.prompts.length &&
    one.prompts.every((text, index) => text === other.prompts[index])
  );
}

/** Ids need nobody to count them. */
function exact(
  { prompts, asIds, suffix }: PromptTexts,
  counts: TokenCounts | null,
  contextLength: number | null,
): PromptTokens | null {
  const counted = asIds ? prompts.map(countIds) : counts?.prompts;
  if (counted === undefined || (counts === null && suffix)) return null;
  return { isExact: true, ...summed(counted, counts?.suffix ?? 0), contextLength };
}

function estimate({ prompts, asIds, suffix = '' }: PromptTexts, contextLength: number | null): PromptTokens {
  const counted = prompts.map(asIds ? countIds : estimateTokens);
  return { isExact: false, ...summed(counted, estimateTokens(suffix)), contextLength };
}

const countIds = (text: string) => readIds(text).length;

function summed(prompts: readonly number[], suffix: number) {
  return {
    prompts: prompts.reduce((sum, count) => sum + count, 0),
    longest: prompts.reduce((most, count) => Math.max(most, count), 0),
    suffix,
  };
}
