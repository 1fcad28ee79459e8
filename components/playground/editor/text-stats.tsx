'use client';

import { type ComponentType, lazy, Suspense, useEffect, useRef, useState } from 'react';
import { cx } from '@/components/ui/cx';
import { draftPrompt } from '@/lib/playground/client/draft';
import { getDraft, subscribeDraft } from '@/lib/playground/client/draft-store';
import { promptList, promptText } from '@/lib/protocol/request/prompts';
import { countCharacters, estimateTokens } from '@/lib/protocol/tokens/estimate-tokens';

/** Milliseconds after the last key stroke: counting 200 kB on every key would be felt. */
const QUIET_MS = 150;

interface StatsProps {
  className?: string | undefined;
}

// A first visit that only looks loads no tokenizer.
const Exact = lazy(
  async (): Promise<{ default: ComponentType<StatsProps> }> => ({
    default: (await import('./prompt-stats').catch(() => null))?.PromptStats ?? Estimated,
  }),
);

/** The prompt's characters and tokens: exact ones from the first movement or key on. */
export function TextStats(props: StatsProps) {
  const [isUsed, setIsUsed] = useState(false);
  useEffect(() => {
    const events = ['pointermove', 'pointerdown', 'keydown', 'input'];
    const start = () => setIsUsed(true);
    for (const event of events) addEventListener(event, start, { once: true, passive: true });
    return () => {
      for (const event of events) removeEventListener(event, start);
    };
  }, []);
  if (!isUsed) return <Estimated {...props} />;
  return (
    <Suspense fallback={<Estimated {...props} />}>
      <Exact {...props} />
    </Suspense>
  );
}

/** Written outside of React, since it changes with every key. */
function Estimated({ className }: StatsProps) {
  const output = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let counted: readonly string[] | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const count = () => {
      const draft = getDraft();
      if (draft.prompts === counted || !output.current) return;
      counted = draft.prompts;
      const { asIds } = draft;
      let characters = 0;
      let tokens = 0;
      for (const prompt of promptList(draftPrompt(draft))) {
        characters += countCharacters(promptText(prompt));
        tokens += typeof prompt === 'string' ? estimateTokens(prompt) : prompt.length;
      }
      output.current.textContent = `${counting(characters, 'character')} · ${asIds ? '' : 'about '}${counting(tokens, 'token')}`;
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

function counting(count: number, unit: string): string {
  return `${NUMBER.format(count)} ${unit}${count === 1 ? '' : 's'}`;
}
