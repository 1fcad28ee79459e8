'use client';

import { type RefObject, useEffect } from 'react';
import { useStore } from 'zustand';
import { createWhatIf, joinWhatIf, type WhatIfStore } from '@/lib/runs/client/what-if';
import { type WhatIfSettings, whatIfMark } from '@/lib/runs/model/what-if';
import { type DrawnText, paintVisible, type Stretch } from '../paint-visible';
import type { TokenSource } from '../token-paint';
import type { TokenWalk } from '../token-walker';

/** While it is open: what the texts were made with, and what is tried. */
export interface OpenWhatIf {
  readonly own: WhatIfSettings;
  readonly other: WhatIfSettings;
}

const NEVER = createWhatIf();
/** While a text grows, its marks are counted again at most this often. */
const RECOUNT_MS = 400;

/** A text that takes part in "What if": its tokens are marked and counted. Null: not open. */
export function useWhatIfText(
  store: WhatIfStore = NEVER,
  text: DrawnText,
  source: TokenSource,
  walk: RefObject<TokenWalk | null>,
): OpenWhatIf | null {
  const own = useStore(store, (state) => state.own);
  const other = useStore(store, (state) => state.other);
  const isOpen = own !== null;

  useEffect(() => (own ? paintMarks(text, source, { own, other }) : undefined), [text, source, own, other]);

  useEffect(() => {
    if (!isOpen) return;
    const { recount, leave } = joinWhatIf(store, {
      tokens: source.tokens,
      visit: (token) => walk.current?.visit(token),
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const forget = text.onChange(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        recount();
      }, RECOUNT_MS);
    });
    return () => {
      clearTimeout(timer);
      forget();
      leave();
    };
  }, [store, text, source, isOpen, walk]);

  return own && { own, other };
}

/** Marks what is visible; the rest is looked at when it comes into view. */
function paintMarks(text: DrawnText, { index, tokens }: TokenSource, { own, other }: OpenWhatIf): () => void {
  function* stretches(from: number, to: number): Iterable<Stretch> {
    const list = tokens();
    for (let at = index.firstAfter(from); at < index.count && index.start(at) < to; at += 1) {
      const token = list[at];
      const mark = token ? whatIfMark(token, own, other) : null;
      if (mark) yield { start: index.start(at), end: index.end(at), highlight: `what-if-${mark}` };
    }
  }
  return paintVisible(text, stretches);
}
