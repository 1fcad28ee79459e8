'use client';

import { usePathname, useRouter } from 'next/navigation';
import { useTheme } from 'next-themes';
import { useState } from 'react';
import { Palette } from '@/components/palette/palette';
import type { PaletteSource } from '@/components/palette/use-palette-items';
import { useSignOut } from '@/lib/accounts/client/account';
import { useViewer } from '@/lib/accounts/client/viewer';
import { useConnections } from '@/lib/connections/client/connection-list';
import { readActions } from '@/lib/platform/client/actions';
import { frameItems } from './frame-items';
import { modelItems, otherModelItems } from './model-items';
import { documentItems, presetItems, runItems } from './saved-items';

export interface PaletteWithAllProps {
  onClose: () => void;
  onHelp: () => void;
}

const ACTIONS = 'Actions';
/** Of the document that is shown: near the actions, not after everything else. */
const FIRST_GROUPS = new Set([ACTIONS, 'This document']);

/** The palette with what every feature has to find. */
export function PaletteWithAll({ onClose, onHelp }: PaletteWithAllProps) {
  const router = useRouter();
  const path = usePathname();
  const { viewer } = useViewer();
  const { theme, setTheme } = useTheme();
  const signOut = useSignOut('/');
  const { connections, refetch } = useConnections();
  // Made once: what is read is of the moment when the palette was opened.
  const [sources] = useState((): readonly PaletteSource[] => {
    const toPlayground = () => {
      if (path !== '/') router.push('/');
    };
    const list = async () => {
      if (connections.length === 0) await refetch();
    };
    const frame = frameItems({
      path,
      go: (href) => router.push(href),
      theme,
      setTheme,
      isGuest: viewer === null ? null : viewer.isGuest,
      signOut: () => signOut.mutateAsync(undefined),
      onHelp,
    });
    const actions = readActions().then((all) => all.map((action) => ({ group: ACTIONS, ...action })));
    /** The playground may show its other mode. */
    const to = async (mode: 'prompt' | 'document') =>
      void (await actions).find(({ id, current }) => id === `mode:${mode}` && !current)?.run();
    const go = (href: string) => router.push(href);
    return [
      { name: 'actions', read: async () => (await actions).filter(({ group }) => FIRST_GROUPS.has(group)) },
      { name: 'models', read: () => list().then(() => modelItems(toPlayground)) },
      {
        name: 'other models',
        read: () => list().then(() => otherModelItems(toPlayground)),
        whenTyping: true,
      },
      // Without an account there is nothing saved, and a request would only be refused.
      ...(viewer === null
        ? []
        : [
            { name: 'presets', read: () => presetItems(toPlayground) },
            { name: 'runs', read: () => runItems(path === '/' ? null : go, () => to('prompt')) },
            {
              name: 'documents',
              read: () =>
                documentItems(async (href) => {
                  await to('document');
                  go(href);
                }),
            },
          ]),
      { name: 'frame', read: async () => frame },
      // Many, and seldom looked for: they come after what is opened and gone to.
      {
        name: 'grouped actions',
        read: async () => (await actions).filter(({ group }) => !FIRST_GROUPS.has(group)),
      },
    ];
  });
  return <Palette sources={sources} onClose={onClose} />;
}
