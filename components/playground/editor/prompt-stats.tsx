'use client';

import { type ComponentType, lazy, Suspense, useLayoutEffect, useRef, useState } from 'react';
import { counted } from '@/lib/platform/numbers/counted';
import { isSent, setParameter } from '@/lib/playground/client/draft-settings';
import { useDraft } from '@/lib/playground/client/draft-store';
import { type PromptTokens, usePromptTokens } from '@/lib/playground/client/prompt-tokens';
import { countCharacters } from '@/lib/protocol/tokens/estimate-tokens';
import { StatsButton, type StatsProps } from './stats-button';
import { TrapNotice } from './trap-notice';

const load = () => import('./token-view-dialog').catch(() => null);
const TokenView = lazy(
  async (): Promise<{ default: ComponentType<{ onClose: () => void }> }> => ({
    default: (await load())?.TokenViewDialog ?? (() => null),
  }),
);

/** The prompt's characters and tokens; a press shows the tokens. A warning when they are more than the model reads. */
export function PromptStats({ className, before }: StatsProps) {
  const tokens = usePromptTokens();
  const characters = useDraft(({ prompts, asList }) =>
    (asList ? prompts : prompts.slice(0, 1)).reduce((sum, text) => sum + countCharacters(text), 0),
  );
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const { pressed, focused } = before.current;
    before.current = { pressed: false, focused: false };
    if (focused || pressed) button.current?.focus();
    if (pressed) setIsOpen(true);
  }, [before]);
  const label = tokensLabel(tokens);
  return (
    <>
      <StatsButton
        ref={button}
        className={className}
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
        onClick={() => setIsOpen(true)}
      >
        {counted(characters, 'character')} · {label}
      </StatsButton>
      <ContextWarning tokens={tokens} />
      {isOpen && (
        <Suspense fallback={null}>
          <TokenView onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

function tokensLabel({ isExact, prompts, longest, suffix, contextLength }: PromptTokens): string {
  const count = `${isExact ? '' : 'about '}${counted(prompts, 'token')}`;
  const withSuffix = suffix > 0 ? `${count} + ${NUMBER.format(suffix)} in the suffix` : count;
  if (contextLength === null) return withSuffix;
  // Each prompt of a list has the context to itself.
  const most = longest === prompts ? '' : `, longest ${NUMBER.format(longest)}`;
  return `${withSuffix}${most} of ${NUMBER.format(contextLength)}`;
}

function ContextWarning({ tokens }: { tokens: PromptTokens }) {
  const maxTokens = useDraft(({ settings }) =>
    isSent(settings, 'max_tokens') ? (settings.values.max_tokens ?? 0) : 0,
  );
  const { isExact, longest, suffix, contextLength } = tokens;
  const most = Math.max(0, maxTokens);
  // An estimate can be wrong in both directions; what is more than the context alone is too much with any prompt.
  const read = longest + suffix;
  const total = read + most;
  const isOver = contextLength !== null && (isExact ? total : most) > contextLength;
  const context = NUMBER.format(contextLength ?? 0);
  const left = (contextLength ?? 0) - read;
  if (isOver && isExact && left <= 0) {
    return (
      <span role="status" className="text-xs text-warn">
        The prompt doesn't fit in the model's context of {context} tokens.
      </span>
    );
  }
  return (
    <TrapNotice
      place="context"
      trap={isOver ? 'over' : null}
      mend={`Use ${NUMBER.format(Math.max(1, left))}`}
      onMend={() => setParameter('max_tokens', Math.max(1, left))}
      title="Prompt and completion share the context. Servers reject the request or truncate one of them."
    >
      {isExact
        ? `Prompt and max tokens (${NUMBER.format(total)} total) don't fit in the model's context of ${context} tokens.`
        : `Max tokens (${NUMBER.format(most)}) don't fit in the model's context of ${context} tokens.`}
    </TrapNotice>
  );
}

const NUMBER = new Intl.NumberFormat('en-US');
