'use client';

import { useDeferredValue, useState } from 'react';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/text-field';
import { usePracticeTokens } from '@/lib/playground/client/practice-tokens';
import { readStopText } from '@/lib/playground/client/stop-text';
import { PARAMETERS } from '@/lib/protocol/request/parameters';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';

const { min: MIN, max: MAX } = PARAMETERS.logit_bias;

/** The practice model's token ids for a text. Other servers offer no way to look theirs up. */
export function BiasLookup({
  bias,
  onBias,
}: {
  bias: Readonly<Record<string, number>>;
  onBias: (id: string, value: number | null) => void;
}) {
  const [typed, setTyped] = useState('');
  const text = readStopText(useDeferredValue(typed));
  const { tokens, error, isLoading } = usePracticeTokens(text);
  return (
    <div className="flex flex-col gap-1 rounded-sm border p-2">
      <TextField
        mono
        aria-label="Text to find token IDs for"
        placeholder="Text, such as ␣the"
        value={typed}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        onChange={(event) => setTyped(event.currentTarget.value)}
        className="h-7 text-xs"
      />
      {error && (
        <p role="alert" className="text-xs text-bad">
          {error.message}
        </p>
      )}
      {tokens.length > 0 && (
        <ul className="max-h-48 overflow-y-auto" aria-busy={isLoading}>
          {tokens.map(({ id, text: token }) => (
            <li key={id} className="flex items-center gap-1">
              <code className="min-w-0 truncate text-xs">{visibleInline(token) || '∅'}</code>
              <span className="mr-auto text-xs text-ink-3 tabular-nums">{id}</span>
              <Button
                size="sm"
                variant="ghost"
                aria-pressed={bias[id] === MIN}
                className="aria-pressed:bg-accent-soft aria-pressed:text-accent"
                onClick={() => onBias(String(id), MIN)}
              >
                Ban
              </Button>
              <Button
                size="sm"
                variant="ghost"
                aria-pressed={bias[id] === MAX}
                className="aria-pressed:bg-accent-soft aria-pressed:text-accent"
                onClick={() => onBias(String(id), MAX)}
              >
                Force
              </Button>
            </li>
          ))}
        </ul>
      )}
      <p className="text-xs text-ink-3">Words in mid-text start with a space. Try with and without it.</p>
    </div>
  );
}
