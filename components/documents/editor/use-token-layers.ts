'use client';

import { useCallback, useState } from 'react';
import { noteTokenLookedAt } from '@/lib/runs/client/token-looked-at';
import type { DocumentController } from './document-controller';
import type { FoundToken } from './found-token';
import { markCurrent, rectOf } from './token-pointer';

export interface ShownToken {
  readonly found: FoundToken;
  readonly rect: DOMRect;
  readonly takesFocus: boolean;
}

/** What is shown of the tokens in a document: one that is looked at, and the menu of one. */
export function useTokenLayers(controller: () => DocumentController | null) {
  const [look, setLook] = useState<ShownToken | null>(null);
  const [picked, setPicked] = useState<ShownToken | null>(null);
  /** A token that was tapped: its menu is offered, and the tap has set the cursor. */
  const [offered, setOffered] = useState<ShownToken | null>(null);

  const show = useCallback(
    (found: FoundToken | null, takesFocus: boolean): ShownToken | null => {
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
      setOffered(null);
      setPicked(next);
      markCurrent(view, found);
      return true;
    },
    [controller, show],
  );
  const offer = useCallback(
    (found: FoundToken | null) => {
      const view = controller()?.view;
      if (view) markCurrent(view, found);
      setOffered(show(found, false));
      if (found) noteTokenLookedAt();
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
  return { look, picked, offered, onLook, offer, open, close };
}
