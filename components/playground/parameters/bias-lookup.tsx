'use client';

import { useDeferredValue, useState } from 'react';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/text-field';
import { noteBiasOrigin } from '@/lib/playground/client/bias-origins';
import { useWordTokens, type WordToken } from '@/lib/playground/client/bias-tokens';
import { readStopText } from '@/lib/playground/client/stop-text';
import { PARAMETERS } from '@/lib/protocol/request/parameters';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';

const { min: MIN, max: MAX } = PARAMETERS.logit_bias;

interface BiasLookupProps {
  bias: Readonly<Record<string, number>>;
  onBias: (id: string, value: number | null) => void;
}

/** A word's tokens, with and without a space before it, each to ban or to force. */
export function BiasLookup({ bias, onBias }: BiasLookupProps) {
  const [typed, setTyped] = useState('');
  const { found, error, isLoading } = useWordTokens(readStopText(useDeferredValue(typed)));
  const set = ({ id, label }: WordToken, value: number) => {
    if (found?.source) noteBiasOrigin(String(id), label, found.source);
    onBias(String(id), value);
  };
  return (
    <div className="flex flex-col gap-1 rounded-sm border p-2">
      <TextField
        mono
        aria-label="Text to find token IDs for"
        placeholder="A word, such as the"
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
      {found?.spellings.map(({ word, tokens }) => (
        <div key={word} aria-busy={isLoading}>
          <h4 className="font-mono text-xs text-ink-2">{visibleInline(word)}</h4>
          <ul aria-label={`Tokens for ${visibleInline(word)}`} className="max-h-48 overflow-y-auto">
            {tokens.map((token) => (
              <li key={token.id} className="flex items-center gap-1">
                <code className="min-w-0 truncate text-xs">{token.label}</code>
                <span className="mr-auto text-xs text-ink-3 tabular-nums">{token.id}</span>
                <BiasButton name="Ban" token={token} value={MIN} bias={bias} set={set} />
                <BiasButton name="Force" token={token} value={MAX} bias={bias} set={set} />
              </li>
            ))}
          </ul>
        </div>
      ))}
      {found && (
        <p className="text-xs text-ink-3">
          {found.source
            ? `Tokens from ${found.source.name}. Words in the middle of a text usually start with a space.`
            : "The server doesn't offer a tokenizer, and this model's tokenizer isn't known."}
        </p>
      )}
    </div>
  );
}

interface BiasButtonProps {
  name: string;
  token: WordToken;
  value: number;
  bias: Readonly<Record<string, number>>;
  set: (token: WordToken, value: number) => void;
}

function BiasButton({ name, token, value, bias, set }: BiasButtonProps) {
  return (
    <Button
      size="sm"
      variant="ghost"
      aria-pressed={bias[token.id] === value}
      className="aria-pressed:bg-accent-soft aria-pressed:text-accent"
      onClick={() => set(token, value)}
    >
      {name}
    </Button>
  );
}
