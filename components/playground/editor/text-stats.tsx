'use client';

import { useEffect, useRef } from 'react';
import { cx } from '@/components/ui/cx';
import { draftPrompt } from '@/lib/playground/client/draft';
import { getDraft, subscribeDraft } from '@/lib/playground/client/draft-store';
import { promptTexts } from '@/lib/protocol/request/prompts';
import { countCharacters, estimateTokens } from '@/lib/protocol/tokens/estimate-tokens';

/** Milliseconds after the last key stroke: counting 200 kB on every key would be felt. */
const QUIET_MS = 150;

/**
 * The prompt's characters and estimated tokens; written outside of React, since they change with every key.
 */
export function TextStats({ className }: { className?: string }) {
  const output = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let counted: readonly string[] | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const count = () => {
      const draft = getDraft();
      if (draft.prompts === counted || !output.current) return;
      counted = draft.prompts;
      const texts = promptTexts(draftPrompt(draft));
      const characters = texts.reduce((sum, text) => sum + countCharacters(text), 0);
      const tokens = texts.reduce((sum, text) => sum + estimateTokens(text), 0);
      output.current.textContent = `${NUMBER.format(characters)} ${characters === 1 ? 'character' : 'characters'} · about ${NUMBER.format(tokens)} ${tokens === 1 ? 'token' : 'tokens'}`;
    };
    count();
    const unsubscribe = subscribeDraft(() => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        counted = null;
        count();
      }, QUIET_MS);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, []);
  return <span ref={output} className={cx('text-xs whitespace-nowrap text-ink-3 tabular-nums', className)} />;
}

const NUMBER = new Intl.NumberFormat('en-US');
