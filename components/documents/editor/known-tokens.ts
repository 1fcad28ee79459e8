'use client';

import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { DocumentSession } from '@/lib/documents/client/document-session';
import type { RunRecords } from '@/lib/documents/client/run-records';
import type { Span } from '@/lib/documents/model/document-text';
import { lineOf } from '@/lib/documents/model/document-tree';
import { settingsOfRequest } from '@/lib/runs/client/what-if';
import { UNCUT, type WhatIfSettings } from '@/lib/runs/model/what-if';
import { useDocument } from './document-context';
import type { DocumentController } from './document-controller';
import type { FoundToken } from './found-token';

/** What is known of the tokens in a text: that there is nothing, probabilities, or alternatives as well. */
type Known = 'loading' | 'nothing' | 'probabilities' | 'alternatives';

/** Where a run gives alternatives at all, one of its first tokens has some. */
const LOOKED_AT = 50;
/** Runs that are loaded before it is taken that none has probabilities. */
const MAX_RUNS = 24;

function knownOf(spans: readonly Span[], records: RunRecords): Known {
  let known: Known = spans.some(({ source }) => source !== null) ? 'nothing' : 'loading';
  for (const { source } of spans) {
    if (source && known === 'nothing' && !records.requestOf(source.runId) && !records.hasFailed(source.runId))
      known = 'loading';
    const tokens = source && records.tokensOf(source.runId, source.choice, false)?.tokens;
    if (!tokens || tokens.length === 0) continue;
    if (tokens.slice(0, LOOKED_AT).some(({ top }) => top.length > 0)) return 'alternatives';
    known = 'probabilities';
  }
  return known;
}

/** What is known of the tokens in the document. Loads its runs, one after the other, until there is something. */
export function useKnownTokens(): Known {
  const { session, records } = useDocument();
  const subscribe = useCallback(
    (listener: () => void) => {
      const forget = [session.views.subscribe(listener), records.onLoad(listener)];
      return () => {
        for (const end of forget) end();
      };
    },
    [session, records],
  );
  const known = useSyncExternalStore(subscribe, () => knownOf(session.view().text.spans, records));
  useEffect(() => {
    if (known === 'alternatives') return;
    const requested = new Set<string>();
    const loadNext = () => loadRun(session, records, requested);
    loadNext();
    return subscribe(loadNext);
  }, [known, session, records, subscribe]);
  return known;
}

/** Loads one run of the text that is not known. Each once: more of them than are held would push each other out. */
export function loadRun(session: DocumentSession, records: RunRecords, requested: Set<string>): void {
  for (const { source } of session.view().text.spans) {
    if (requested.size >= MAX_RUNS) return;
    if (!source || requested.has(source.runId) || records.isKnown(source.runId)) continue;
    requested.add(source.runId);
    records.tokensOf(source.runId, source.choice, true);
    return;
  }
}

/** All tokens of the text that are known, in its order. */
export function tokensOfText(session: DocumentSession, records: RunRecords): FoundToken[] {
  const found: FoundToken[] = [];
  let begin = 0;
  for (const { length, source } of session.view().text.spans) {
    const known = source && records.tokensOf(source.runId, source.choice, false);
    if (known) {
      const { index, tokens } = known;
      const shift = begin - source.at;
      for (let at = index.firstAfter(source.at); at < index.count; at += 1) {
        const start = index.start(at);
        const token = tokens[at];
        if (start >= source.at + length) break;
        // A token that has lost its beginning doesn't count.
        if (start < source.at || !token) continue;
        found.push({
          token,
          tokenIndex: at,
          source: { ...source, at: start },
          from: start + shift,
          to: Math.min(index.end(at) + shift, begin + length),
        });
      }
    }
    begin += length;
  }
  return found;
}

/** What the run was sampled with; null: not known. */
export function settingsOfRun(records: RunRecords, runId: string): WhatIfSettings | null {
  const request = records.requestOf(runId);
  return request && settingsOfRequest(request);
}

/** What the text at the cursor was sampled with, or else the last generation before it. */
export function settingsAtCursor({ session, records, view }: DocumentController): WhatIfSettings {
  const { text, tree, head } = session.view();
  const cursor = view.state.selection.main.head;
  let at = 0;
  let runId: string | null = null;
  for (const { length, source } of text.spans) {
    // At a seam the text before the cursor counts, unless a person wrote it.
    if (at <= cursor && cursor <= at + length && source) runId ??= source.runId;
    at += length;
  }
  runId ??= lineOf(tree, head).reduce<string | null>(
    (found, id) => found ?? tree.nodes.get(id)?.runId ?? null,
    null,
  );
  return (runId === null ? null : settingsOfRun(records, runId)) ?? UNCUT;
}
