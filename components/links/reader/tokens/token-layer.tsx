'use client';

import { useEffect, useState } from 'react';
import { toast } from '@/components/ui/toast';
import { loadShared } from '@/lib/links/client/reader/load-shared';
import type { Shared } from '@/lib/links/model/shared';
import { outputNumber, runsOfShared } from '@/lib/links/model/shared-places';
import { messageOf } from '@/lib/platform/client/http/api-error';
import type { Token } from '@/lib/protocol/run/run-events';
import { type ShownText, shownTexts } from '../shown-text';
import { OutputTokens } from './output-tokens';

interface TextWithTokens {
  readonly text: ShownText;
  readonly tokens: readonly Token[];
}

export interface TokenLayerProps {
  slug: string;
  /** A tap that came before this was loaded, and is answered now. */
  tapped: { readonly x: number; readonly y: number } | null;
  onFail: () => void;
}

/** Probabilities over all outputs of the page. */
export function TokenLayer({ slug, tapped, onFail }: TokenLayerProps) {
  const [texts, setTexts] = useState<readonly TextWithTokens[]>([]);

  useEffect(() => {
    let here = true;
    loadShared(slug).then(
      (shared) => {
        if (!here) return;
        const tokensOf = tokensByOutput(shared);
        setTexts(
          shownTexts().flatMap((text) => {
            const tokens = tokensOf.get(text.index);
            return tokens && tokens.length > 0 ? [{ text, tokens }] : [];
          }),
        );
      },
      (error: unknown) => {
        if (!here) return;
        toast(messageOf(error), { tone: 'bad', id: 'shared' });
        onFail();
      },
    );
    return () => {
      here = false;
    };
  }, [slug, onFail]);

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
