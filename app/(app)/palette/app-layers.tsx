'use client';

import { type ComponentType, useEffect, useState } from 'react';
import { toast } from '@/components/ui/toast';
import type { PaletteWithAllProps } from './palette-with-all';

export interface AppLayersProps {
  layer: 'actions' | 'help' | null;
  onLayer: (layer: AppLayersProps['layer']) => void;
}

const loadPalette = async () => (await import('./palette-with-all')).PaletteWithAll;
const loadShortcuts = async () => (await import('./shortcuts-of-all')).ShortcutsOfAll;
type Layer = ComponentType<PaletteWithAllProps>;

/** Starts loading what is likely to be opened. */
export function preloadPalette(): void {
  void loadPalette().catch(() => undefined);
}

/**
 * What the keys of every page open. A step of its own, since every page would otherwise carry the names of all the
 * files that the palette loads.
 */
export function AppLayers({ layer, onLayer }: AppLayersProps) {
  const [loaded, setLoaded] = useState<Readonly<Record<string, Layer>>>({});
  useEffect(() => {
    if (!layer) return;
    const load: Promise<Layer> = layer === 'help' ? loadShortcuts() : loadPalette();
    load.then(
      (Loaded) => setLoaded((now) => ({ ...now, [layer]: Loaded })),
      () => {
        toast("Couldn't load this. Check your network.", { tone: 'bad' });
        onLayer(null);
      },
    );
  }, [layer, onLayer]);
  const Shown = layer && loaded[layer];
  return Shown && <Shown onClose={() => onLayer(null)} onHelp={() => onLayer('help')} />;
}
