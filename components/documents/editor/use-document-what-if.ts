'use client';

import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { tokenLabel } from '@/components/runs/token-labels';
import type { OpenDocument } from '@/lib/documents/client/open-document';
import { joinWhatIf, whatIfOf } from '@/lib/runs/client/what-if';
import { marksChanged } from './author-marks';
import { scrollToOffset } from './cursor-token';
import type { DocumentController } from './document-controller';
import type { FoundToken } from './found-token';
import { loadRun, settingsOfRun, tokensOfText } from './known-tokens';

/** While a text grows, its marks are counted again at most this often. */
const RECOUNT_MS = 400;

/**
 * The document takes part in "What if" while it is open.
 * @param onLook shows the token that was jumped to
 * @returns says that token
 */
export function useDocumentWhatIf(
  document: OpenDocument,
  controller: DocumentController | null,
  onLook: (found: FoundToken | null) => void,
): string {
  const store = whatIfOf(document);
  const isOpen = useStore(store, ({ own }) => own !== null);
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (!isOpen || !controller) return;
    const { session, records, view } = controller;
    let found: readonly FoundToken[] = [];
    const ownOf = (at: number) => settingsOfRun(records, found[at]?.source.runId ?? '');
    const { recount, leave } = joinWhatIf(store, {
      tokens() {
        found = tokensOfText(session, records);
        return found.map(({ token }) => token);
      },
      ownOf,
      visit(at) {
        const token = found[at];
        if (!token) return;
        const { own, other } = store.getState();
        const from = ownOf(at) ?? own;
        setSaid(tokenLabel(token.token, false, from && { own: from, other }));
        view.dispatch({ selection: { anchor: Math.min(token.from, view.state.doc.length) } });
        scrollToOffset(view, token.from, 'center', () => {
          onLook(token);
          view.scrollDOM.addEventListener('scroll', () => onLook(null), { once: true });
        });
      },
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const requested = new Set<string>();
    const changed = () => {
      loadRun(session, records, requested);
      timer ??= setTimeout(() => {
        timer = undefined;
        recount();
      }, RECOUNT_MS);
    };
    changed();
    const mark = () => {
      if (view.dom.isConnected) view.dispatch({ effects: marksChanged.of(null) });
    };
    mark();
    const forget = [
      session.views.subscribe((now, before) => {
        if (now.text !== before.text) changed();
      }),
      records.onLoad(changed),
      store.subscribe((now, before) => {
        if (now.own !== before.own || now.other !== before.other) mark();
      }),
    ];
    return () => {
      clearTimeout(timer);
      for (const end of forget) end();
      leave();
      mark();
      setSaid('');
    };
  }, [store, isOpen, controller, onLook]);
  return said;
}
