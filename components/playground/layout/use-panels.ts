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
  /** Whether each panel stands beside the editor. */
  readonly beside: Readonly<Record<PanelName, boolean>>;
  /** The panel that is open as a sheet, because there is no space beside the editor. */
  readonly sheet: PanelName | null;
  readonly isShown: (panel: PanelName) => boolean;
  readonly toggle: (panel: PanelName) => void;
  readonly closeSheet: () => void;
}

/** Which side panels are shown, and where: beside the editor, or as sheets over it. */
export function usePanels(initial: PlaygroundLayout): Panels {
  const layout = useLayout(initial);
  const spaceFor = { history: useMedia(WIDEST, true), parameters: useMedia(WIDE, true) };
  const [wished, setSheet] = useState<PanelName | null>(null);
  // A window that grew shows the panel beside the editor instead.
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

  // A parameter gets the focus while its panel is closed: this opens the panel, which then handles the
  // request.
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
