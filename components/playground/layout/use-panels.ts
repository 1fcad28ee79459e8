'use client';

import { useCallback, useEffect, useState } from 'react';
import { changeLayout, getLayout, useLayout } from '@/lib/platform/client/layout-store';
import type { PlaygroundLayout } from '@/lib/platform/client/playground-layout';
import { useMedia, WIDE, WIDEST } from '@/lib/platform/client/use-media';
import { PARAMETER_NAMES } from '@/lib/protocol/request/parameters';
import { onFieldFocus } from '@/lib/runs/client/parameter-errors';

export type PanelName = 'history' | 'parameters';

export interface Panels {
  readonly layout: PlaygroundLayout;
  /** The panels that stand beside the editor. */
  readonly beside: Readonly<Record<PanelName, boolean>>;
  /** The panel that lies over the editor, for want of room. */
  readonly sheet: PanelName | null;
  readonly isShown: (panel: PanelName) => boolean;
  readonly toggle: (panel: PanelName) => void;
  readonly closeSheet: () => void;
}

/** Which side panels are seen, and where: beside the editor, or as sheets over it. */
export function usePanels(initial: PlaygroundLayout): Panels {
  const layout = useLayout(initial);
  const spaceFor = { history: useMedia(WIDEST, true), parameters: useMedia(WIDE, true) };
  const [wished, setSheet] = useState<PanelName | null>(null);
  // A window that grew has put the panel beside the editor.
  const sheet = wished !== null && !spaceFor[wished] ? wished : null;
  const beside = {
    history: spaceFor.history && layout.historyOpen,
    parameters: spaceFor.parameters && layout.parametersOpen,
  };
  const isShown = (panel: PanelName) => beside[panel] || sheet === panel;

  const toggle = useCallback((panel: PanelName) => {
    if (!matchMedia(panel === 'history' ? WIDEST : WIDE).matches) {
      return setSheet((open) => (open === panel ? null : panel));
    }
    const { historyOpen, parametersOpen } = getLayout();
    if (panel === 'history') changeLayout({ historyOpen: !historyOpen });
    else changeLayout({ parametersOpen: !parametersOpen });
  }, []);

  // A parameter to be focused while its panel is closed: the panel opens, and finds the wish when it is there.
  useEffect(
    () =>
      onFieldFocus((field) => {
        if (!PARAMETER_NAMES.some((name) => name === field)) return false;
        if (matchMedia(WIDE).matches) changeLayout({ parametersOpen: true });
        else setSheet('parameters');
        return false;
      }),
    [],
  );

  return { layout, beside, sheet, isShown, toggle, closeSheet: useCallback(() => setSheet(null), []) };
}
