'use client';

import { type ComponentType, lazy, Suspense, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { counted } from '@/lib/platform/numbers/counted';
import { draftPrompt } from '@/lib/playground/client/draft';
import { getDraft, subscribeDraft } from '@/lib/playground/client/draft-store';
import { promptList, promptText } from '@/lib/protocol/request/prompts';
import { countCharacters, estimateTokens } from '@/lib/protocol/tokens/estimate-tokens';
import { type BeforeExact, StatsButton, type StatsProps } from './stats-button';

/** Milliseconds after the last key stroke: counting 200 kB on every key would be felt. */
const QUIET_MS = 150;

// A first visit that only looks loads no tokenizer.
const Exact = lazy(
  async (): Promise<{ default: ComponentType<StatsProps> }> => ({
    default: (await import('./prompt-stats').catch(() => null))?.PromptStats ?? Estimated,
  }),
);

/** The prompt's characters and tokens: exact ones from the first movement or key on. */
export function TextStats({ className }: { className?: string | undefined }) {
  const [isUsed, setIsUsed] = useState(false);
  const before = useRef<BeforeExact>({ pressed: false, focused: false });
  useEffect(() => {
    const events = ['pointermove', 'pointerdown', 'keydown', 'input'];
    const start = () => setIsUsed(true);
    for (const event of events) addEventListener(event, start, { once: true, passive: true });
    return () => {
      for (const event of events) removeEventListener(event, start);
    };
  }, []);
  const estimated = <Estimated className={className} before={before} />;
  if (!isUsed) return estimated;
  return (
    <Suspense fallback={estimated}>
      <Exact className={className} before={before} />
    </Suspense>
  );
}

/** Written outside of React, since it changes with every key. */
function Estimated({ className, before }: StatsProps) {
  const output = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const button = output.current;
    return () => {
      before.current.focused = document.activeElement === button;
    };
  }, [before]);
  useEffect(() => {
    let known: readonly string[] | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const count = () => {
      const draft = getDraft();
      if (draft.prompts === known || !output.current) return;
      known = draft.prompts;
      const { asIds } = draft;
      let characters = 0;
      let tokens = 0;
      for (const prompt of promptList(draftPrompt(draft))) {
        characters += countCharacters(promptText(prompt));
        tokens += typeof prompt === 'string' ? estimateTokens(prompt) : prompt.length;
      }
      output.current.textContent = `${counted(characters, 'character')} · ${asIds ? '' : 'about '}${counted(tokens, 'token')}`;
    };
    count();
    const unsubscribe = subscribeDraft(() => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        known = null;
        count();
      }, QUIET_MS);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, []);
  return (
    <StatsButton
      ref={output}
      className={className}
      onClick={() => {
        before.current.pressed = true;
      }}
    />
  );
}
