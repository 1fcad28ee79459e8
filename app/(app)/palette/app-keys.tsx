'use client';

import { Search } from 'lucide-react';
import { type ComponentType, useEffect, useState } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { paletteRequests } from '@/lib/platform/client/actions';
import { isLayerOpen, isTyping, matchKeys } from '@/lib/platform/client/match-keys';
import { APP_SHORTCUTS } from '@/lib/platform/client/shortcuts';
import type { AppLayersProps } from './app-layers';

const load = () => import('./app-layers');
const preload = () =>
  void load().then(
    (code) => code.preloadPalette(),
    () => undefined,
  );

/** The button for the palette, and the keys that every page has. */
export function AppKeys() {
  const [layer, setLayer] = useState<AppLayersProps['layer']>(null);
  const [Layers, setLayers] = useState<ComponentType<AppLayersProps> | null>(null);
  // Firefox opens a private window with the first key.
  const [key, setKey] = useState<keyof typeof APP_SHORTCUTS>('actions');
  useEffect(() => {
    if (navigator.userAgent.includes('Firefox')) setKey('actionsToo');
    const onKeyDown = (event: KeyboardEvent) => {
      const name = matchKeys(event, APP_SHORTCUTS);
      // Its modifiers: the code is there before the letter.
      if (event.shiftKey && (event.ctrlKey || event.metaKey)) preload();
      if (!name || event.defaultPrevented || (name === 'help' && isTyping(event.target))) return;
      event.preventDefault();
      if (!event.repeat && !isLayerOpen()) setLayer(name === 'help' ? 'help' : 'actions');
    };
    document.addEventListener('keydown', onKeyDown);
    const forget = paletteRequests.listen(() => setLayer('actions'));
    return () => {
      document.removeEventListener('keydown', onKeyDown);
      forget();
    };
  }, []);
  useEffect(() => {
    if (!layer) return;
    // A script that fails to load is requested again by the next press.
    void load().then(
      ({ AppLayers }) => setLayers(() => AppLayers),
      () => setLayer(null),
    );
  }, [layer]);
  return (
    <>
      <IconButton
        label={APP_SHORTCUTS.actions.label}
        shortcut={APP_SHORTCUTS[key].keys}
        onPointerEnter={preload}
        onFocus={preload}
        onClick={() => setLayer('actions')}
      >
        <Search aria-hidden="true" />
      </IconButton>
      {Layers && <Layers layer={layer} onLayer={setLayer} />}
    </>
  );
}
