'use client';

import { useEffect, useState } from 'react';
import { CopyButton } from '@/components/ui/copy-button';
import { Dialog } from '@/components/ui/dialog';
import { Select } from '@/components/ui/select';
import { detokenize, type TextTokens, tokenize } from '@/lib/connections/client/tokens/count-tokens';
import { ApiError } from '@/lib/platform/client/http/api-error';
import { draftTexts } from '@/lib/playground/client/prompt-tokens';
import { readIds } from '@/lib/protocol/request/prompts';
import { TokenRowsView } from './token-rows-view';

/** Characters of one look: their tokens with ids and texts are a few megabytes. */
const MAX_CHARACTERS = 500_000;

type Found =
  | { readonly state: 'loading' }
  | { readonly state: 'found'; readonly tokens: TextTokens }
  | { readonly state: 'missing'; readonly message: string };

const NOBODY_TELLS =
  "The server doesn't offer a tokenizer, and this model's tokenizer isn't known. The count is an estimate.";

/** One of the draft's texts as the model reads it: token by token, with ids. */
export function TokenViewDialog({ onClose }: { onClose: () => void }) {
  const [texts] = useState(draftTexts);
  const parts = partsOf(texts);
  const [at, setAt] = useState(0);
  const part = parts[at] ?? { name: '', text: '', kind: 'prompt' };
  const text = part.text.slice(0, MAX_CHARACTERS);
  const { connectionId, model } = texts;
  const found = useTokens(connectionId, model, text, part.kind);
  const ids = found.state === 'found' ? found.tokens.ids : [];
  return (
    <Dialog
      onClose={onClose}
      title="Text as tokens"
      description={
        found.state === 'found'
          ? `${NUMBER.format(ids.length)} ${ids.length === 1 ? 'token' : 'tokens'}, counted with ${found.tokens.source.name}`
          : undefined
      }
      className="max-w-3xl!"
      bodyClassName="flex flex-col gap-2 px-4 pb-4"
      footer={
        found.state === 'found' && (
          <CopyButton withText size="md" label="Copy IDs" text={() => `[${Array.from(ids).join(', ')}]`} />
        )
      }
    >
      {parts.length > 1 && (
        <Select
          aria-label="Text"
          value={at}
          onChange={(event) => setAt(Number(event.currentTarget.value))}
          className="self-start"
        >
          {parts.map(({ name }, index) => (
            <option key={name} value={index}>
              {name}
            </option>
          ))}
        </Select>
      )}
      {part.text.length > text.length && (
        <p className="text-xs text-warn">
          Only the first {NUMBER.format(MAX_CHARACTERS)} characters are shown here.
        </p>
      )}
      {found.state === 'loading' && <p role="status">Loading tokens</p>}
      {found.state === 'missing' && <p role="alert">{found.message}</p>}
      {found.state === 'found' && <TokenRowsView tokens={found.tokens} />}
    </Dialog>
  );
}

interface Part {
  readonly name: string;
  readonly text: string;
  readonly kind: 'prompt' | 'suffix' | 'ids';
}

function partsOf({ prompts, asIds, suffix }: ReturnType<typeof draftTexts>): Part[] {
  const parts = prompts.map(
    (text, index): Part => ({
      name: prompts.length === 1 ? 'Prompt' : `Prompt ${index + 1}`,
      text,
      kind: asIds ? 'ids' : 'prompt',
    }),
  );
  return suffix === undefined ? parts : [...parts, { name: 'Suffix', text: suffix, kind: 'suffix' }];
}

/** The tokens of a text, or the texts of token ids. */
async function load(
  connectionId: string,
  model: string,
  { text, kind }: Pick<Part, 'text' | 'kind'>,
  signal: AbortSignal,
): Promise<TextTokens | null> {
  if (kind !== 'ids') return tokenize(connectionId, model, text, { special: kind === 'prompt', signal });
  const ids = readIds(text).filter(Number.isInteger);
  const found = await detokenize(connectionId, model, ids, signal);
  return found && { source: found.source, ids, pieceAt: (index) => found.pieces[index] ?? null };
}

function useTokens(connectionId: string | null, model: string, text: string, kind: Part['kind']): Found {
  const [found, setFound] = useState<Found>({ state: 'loading' });
  useEffect(() => {
    if (connectionId === null) return setFound({ state: 'missing', message: NOBODY_TELLS });
    const left = new AbortController();
    setFound({ state: 'loading' });
    load(connectionId, model, { text, kind }, left.signal).then(
      (tokens) => {
        if (left.signal.aborted) return;
        setFound(tokens ? { state: 'found', tokens } : { state: 'missing', message: NOBODY_TELLS });
      },
      (error: unknown) => {
        if (left.signal.aborted) return;
        if (!(error instanceof ApiError)) throw error;
        setFound({ state: 'missing', message: error.message });
      },
    );
    return () => left.abort();
  }, [connectionId, model, text, kind]);
  return found;
}

const NUMBER = new Intl.NumberFormat('en-US');
