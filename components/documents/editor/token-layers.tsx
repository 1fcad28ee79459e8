'use client';

import { useCallback, useState } from 'react';
import { TokenMenu } from '@/components/runs/token-menu';
import { TokenPanel } from '@/components/runs/token-panel';
import { useTokenColours } from '@/lib/runs/client/token-colours';
import { noteTokenLookedAt } from '@/lib/runs/client/token-looked-at';
import { connectionNameOfDraft } from './connection-name';
import type { DocumentController } from './document-controller';
import { type FoundToken, markCurrent, rectOf } from './token-pointer';

interface Shown {
  readonly found: FoundToken;
  readonly rect: DOMRect;
  readonly takesFocus: boolean;
}

/** What is shown of the tokens in a document: one that is looked at, and the menu of one. */
export function useTokenLayers(controller: () => DocumentController | null) {
  const [look, setLook] = useState<Shown | null>(null);
  const [picked, setPicked] = useState<Shown | null>(null);

  const show = useCallback(
    (found: FoundToken | null, takesFocus: boolean): Shown | null => {
      const view = controller()?.view;
      const rect = found && view ? rectOf(view, found) : null;
      return found && rect ? { found, rect, takesFocus } : null;
    },
    [controller],
  );
  const onLook = useCallback(
    (found: FoundToken | null) => {
      const view = controller()?.view;
      if (view) markCurrent(view, found);
      setLook(show(found, false));
      if (found) noteTokenLookedAt();
    },
    [controller, show],
  );
  const open = useCallback(
    (found: FoundToken | null, takesFocus: boolean): boolean => {
      const view = controller()?.view;
      const next = show(found, takesFocus);
      if (!view || !next || controller()?.session.view().generating !== null) return false;
      setLook(null);
      setPicked(next);
      markCurrent(view, found);
      return true;
    },
    [controller, show],
  );
  const close = useCallback(
    (back: boolean) => {
      const view = controller()?.view;
      setPicked(null);
      if (!view) return;
      markCurrent(view, null);
      if (back) view.focus();
    },
    [controller],
  );
  return { look, picked, onLook, open, close };
}

export interface TokenLayersProps {
  controller: DocumentController;
  look: Shown | null;
  picked: Shown | null;
  close: (back: boolean) => void;
}

export function TokenLayers({ controller, look, picked, close }: TokenLayersProps) {
  const by = useTokenColours();
  if (picked) return <DocumentTokenMenu controller={controller} picked={picked} close={close} />;
  if (!look) return null;
  return (
    <TokenPanel
      token={look.found.token}
      rect={look.rect}
      withBits={by === 'surprisal'}
      hint="Press, or Alt+Enter: continue with another token"
    />
  );
}

/** How much of the text before a token its menu may show. */
const SHOWN_BEFORE = 200;

function DocumentTokenMenu({
  controller: { session, runner },
  picked: { found, rect, takesFocus },
  close,
}: {
  controller: DocumentController;
  picked: Shown;
  close: (back: boolean) => void;
}) {
  const { source, tokenIndex, from, to, token } = found;
  const before = session.view().text.text.slice(Math.max(0, from - SHOWN_BEFORE), from);
  const act = (work: () => void) => {
    close(true);
    work();
  };
  return (
    <TokenMenu
      key={String(takesFocus)}
      token={token}
      rect={rect}
      before={before}
      takesFocus={takesFocus}
      onClose={close}
      onPick={(text) =>
        act(() => runner.branchAt({ source, tokenIndex, at: from, text }, connectionNameOfDraft()))
      }
      actions={[
        {
          label: 'Continue from here',
          onSelect: () => act(() => runner.continueAt({ from: to, to }, connectionNameOfDraft())),
        },
        {
          label: 'Regenerate this stretch',
          onSelect: () => act(() => runner.continueAt(stretchAt(session, from), connectionNameOfDraft())),
        },
      ]}
    />
  );
}

/** What the same choice of a run wrote around the offset, without a break. */
function stretchAt(session: DocumentController['session'], offset: number): { from: number; to: number } {
  let from = 0;
  for (const { length } of session.view().text.spans) {
    if (offset < from + length) return { from: Math.max(from, offset), to: from + length };
    from += length;
  }
  return { from: offset, to: offset };
}
