'use client';

import { useStore } from 'zustand';
import { TokenMenu } from '@/components/runs/token-menu';
import { TokenPanel } from '@/components/runs/token-panel';
import type { OpenWhatIf } from '@/components/runs/what-if/use-what-if-text';
import { useTokenColours } from '@/lib/runs/client/token-colours';
import { whatIfOf } from '@/lib/runs/client/what-if';
import { connectionNameOfDraft } from './connection-name';
import type { DocumentController } from './document-controller';
import { settingsOfRun } from './known-tokens';
import { TokenOffer } from './token-offer';
import type { ShownToken } from './use-token-layers';

export interface TokenLayersProps {
  controller: DocumentController;
  look: ShownToken | null;
  picked: ShownToken | null;
  offered: ShownToken | null;
  open: (found: ShownToken['found'], takesFocus: boolean) => boolean;
  /** Offers the menu of a token where it is now; null: of none any more. */
  offer: (found: ShownToken['found'] | null) => void;
  close: (back: boolean) => void;
}

export function TokenLayers({ controller, look, picked, offered, open, offer, close }: TokenLayersProps) {
  const by = useTokenColours();
  const own = useStore(whatIfOf(controller.document), (state) => state.own);
  const other = useStore(whatIfOf(controller.document), (state) => state.other);
  const shown = picked ?? look;
  if (offered && !picked) {
    return (
      <TokenOffer
        key={offered.found.from}
        scroller={controller.view.scrollDOM}
        rect={offered.rect}
        onOpen={() => open(offered.found, false)}
        onMove={() => offer(offered.found)}
        onLeave={() => offer(null)}
      />
    );
  }
  if (!shown) return null;
  // Each text against what it was sampled with itself.
  const whatIf = own && { own: settingsOfRun(controller.records, shown.found.source.runId) ?? own, other };
  if (picked) {
    return <DocumentTokenMenu controller={controller} picked={picked} close={close} whatIf={whatIf} />;
  }
  if (!look) return null;
  return (
    <TokenPanel
      token={look.found.token}
      rect={look.rect}
      whatIf={whatIf}
      withBits={by === 'surprisal'}
      hint="Click, or press Alt+Enter, to continue with another token"
    />
  );
}

/** How much of the text before a token its menu may show. */
const SHOWN_BEFORE = 200;

function DocumentTokenMenu({
  controller: { session, runner },
  picked: { found, rect, takesFocus },
  close,
  whatIf,
}: {
  controller: DocumentController;
  picked: ShownToken;
  close: (back: boolean) => void;
  whatIf: OpenWhatIf | null;
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
      whatIf={whatIf}
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
          label: 'Regenerate this passage',
          onSelect: () => act(() => runner.continueAt(stretchAt(session, from), connectionNameOfDraft())),
        },
      ]}
    />
  );
}

/** From the offset on, what the same choice of a run wrote without a break. */
function stretchAt(session: DocumentController['session'], offset: number): { from: number; to: number } {
  let from = 0;
  for (const { length } of session.view().text.spans) {
    if (offset < from + length) return { from: offset, to: from + length };
    from += length;
  }
  return { from: offset, to: offset };
}
