'use client';

import { Search } from 'lucide-react';
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { toast } from '@/components/ui/toast';
import { paletteRequests } from '@/lib/platform/client/actions';
import { isLayerOpen, isTyping, matchKeys } from '@/lib/platform/client/match-keys';
import { APP_SHORTCUTS } from '@/lib/platform/client/shortcuts';

const loadPalette = () => import('./palette-with-all');
const NotLoaded = ({ onClose }: { onClose: () => void }) => {
  useEffect(() => {
    toast("Couldn't load this. Check your network.", { tone: 'bad' });
    onClose();
  }, [onClose]);
  return null;
};
const PaletteWithAll = lazy(async () => ({
  default: (await loadPalette().catch(() => null))?.PaletteWithAll ?? NotLoaded,
}));
const ShortcutsOfAll = lazy(async () => ({
  default: (await import('./shortcuts-of-all').catch(() => null))?.ShortcutsOfAll ?? NotLoaded,
}));

/** The button for the palette, and the keys that every page has. */
export function AppKeys() {
  const [layer, setLayer] = useState<'actions' | 'help' | null>(null);
  const isFirefox = useSyncExternalStore(unchanging, () => navigator.userAgent.includes('Firefox'), onServer);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const name = matchKeys(event, APP_SHORTCUTS);
      // Its modifiers: the code is there before the letter.
      if (event.shiftKey && (event.ctrlKey || event.metaKey)) preload();
      if (!name || event.defaultPrevented || (name === 'help' && isTyping(event.target))) return;
      event.preventDefault();
      if (event.repeat || isLayerOpen()) return;
      setLayer(name === 'help' ? 'help' : 'actions');
    };
    document.addEventListener('keydown', onKeyDown);
    const forget = paletteRequests.listen(() => setLayer('actions'));
    return () => {
      document.removeEventListener('keydown', onKeyDown);
      forget();
    };
  }, []);
  const close = useState(() => () => setLayer(null))[0];
  return (
    <>
      <IconButton
        label={APP_SHORTCUTS.actions.label}
        // Firefox opens a private window with the other.
        shortcut={(isFirefox ? APP_SHORTCUTS.actionsToo : APP_SHORTCUTS.actions).keys}
        aria-haspopup="dialog"
        onPointerEnter={preload}
        onFocus={preload}
        onClick={() => setLayer('actions')}
      >
        <Search aria-hidden="true" />
      </IconButton>
      <Suspense fallback={null}>
        {layer === 'actions' && <PaletteWithAll onClose={close} onHelp={() => setLayer('help')} />}
        {layer === 'help' && <ShortcutsOfAll onClose={close} />}
      </Suspense>
    </>
  );
}

const preload = () => void loadPalette().catch(() => undefined);
const unchanging = () => () => undefined;
const onServer = () => false;
