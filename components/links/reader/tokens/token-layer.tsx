'use client';

import { useEffect, useMemo, useState } from 'react';
import { TextTokens } from '@/components/runs/text-tokens';
import type { TokenSource } from '@/components/runs/token-paint';
import type { Shared } from '@/lib/links/model/shared';
import { outputNumber, runsOfShared } from '@/lib/links/model/shared-cell-runs';
import type { Token } from '@/lib/protocol/run/run-events';
import { useTokenColours } from '@/lib/runs/client/token-colours';
import { createTokenIndex } from '@/lib/runs/client/token-index';
import { type ShownText, shownTexts } from '../shown-text';
import { useShared } from '../use-shared';
import type { EarlyTap } from './early-tap';
import { readerWhatIf } from './shared-what-if';

interface OutputTokensOf {
  readonly text: ShownText;
  readonly tokens: readonly Token[];
}

export interface TokenLayerProps {
  slug: string;
  /** From before this was loaded; answered now. */
  tapped: EarlyTap;
  onFail: () => void;
}

/** Probabilities over all outputs of the page. */
export function TokenLayer({ slug, tapped, onFail }: TokenLayerProps) {
  const shared = useShared(slug, onFail);
  const [texts, setTexts] = useState<readonly OutputTokensOf[]>([]);
  useEffect(() => {
    if (!shared) return;
    const tokensOf = tokensByOutput(shared);
    setTexts(
      shownTexts().flatMap((text) => {
        const tokens = tokensOf.get(text.index);
        return tokens && tokens.length > 0 ? [{ text, tokens }] : [];
      }),
    );
  }, [shared]);
  return texts.map(({ text, tokens }) => (
    <OutputTokens key={text.index} text={text} tokens={tokens} tapped={tapped} />
  ));
}

function tokensByOutput(shared: Shared): ReadonlyMap<number, readonly Token[]> {
  return new Map(
    runsOfShared(shared).flatMap(({ at, run }) =>
      (run.outputs ?? []).map(({ index, tokens = [] }) => [outputNumber(at, index), tokens] as const),
    ),
  );
}

function OutputTokens({
  text,
  tokens,
  tapped,
}: {
  text: ShownText;
  tokens: readonly Token[];
  tapped: EarlyTap;
}) {
  const source = useMemo<TokenSource>(() => {
    const index = createTokenIndex();
    index.sync(text.full, tokens);
    return { index, tokens: () => tokens };
  }, [text, tokens]);
  // Effects of children run first, so the tokens listen by now.
  useEffect(() => tapped.answer(text.scroller, text.container), [text, tapped]);
  return <TextTokens text={text} source={source} colours={useTokenColours('off')} whatIf={readerWhatIf} />;
}
