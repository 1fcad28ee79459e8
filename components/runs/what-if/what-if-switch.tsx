'use client';

import { type ComponentType, lazy, Suspense, useEffect } from 'react';
import { useStore } from 'zustand';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { Tooltip } from '@/components/ui/tooltip';
import { useActions } from '@/lib/platform/client/actions';
import { closeWhatIf, openWhatIf, type WhatIfStore } from '@/lib/runs/client/what-if';
import type { WhatIfSettings } from '@/lib/runs/model/what-if';
import { WHAT_IF_SIZE } from './what-if-place';
import type { WhatIfRowProps } from './what-if-row';

const loadRow = () => import('./what-if-row');
const WhatIfRow = lazy(async (): Promise<{ default: ComponentType<WhatIfRowProps> }> => {
  const loaded = await loadRow().catch(() => null);
  return { default: loaded?.WhatIfRow ?? (() => null) };
});

/** Opens and closes "What if". It closes by itself when its part of the page goes. */
export function WhatIfSwitch({ store, own }: { store: WhatIfStore; own: () => WhatIfSettings }) {
  const isOpen = useStore(store, (state) => state.own !== null);
  const toggle = () => (isOpen ? closeWhatIf(store) : openWhatIf(store, own()));
  useEffect(() => () => closeWhatIf(store), [store]);
  useActions(() => [
    {
      id: 'what-if',
      label: isOpen ? 'Close What if' : 'What if',
      also: 'temperature top_p sampling alternatives',
      run: toggle,
    },
  ]);
  const preload = () => void loadRow().catch(() => undefined);
  return (
    <Tooltip content="Which tokens other settings would have changed, without running anything">
      <Button
        size="sm"
        data-what-if=""
        aria-pressed={isOpen}
        onPointerEnter={preload}
        onFocus={preload}
        onClick={toggle}
        className={cx(
          WHAT_IF_SIZE,
          'aria-pressed:bg-accent-soft aria-pressed:text-accent forced-colors:aria-pressed:border-current',
        )}
      >
        What if
      </Button>
    </Tooltip>
  );
}

/** The row of sliders, while it is open. */
export function WhatIfPanel({ store }: { store: WhatIfStore }) {
  const isOpen = useStore(store, (state) => state.own !== null);
  if (!isOpen) return null;
  return (
    <Suspense fallback={null}>
      <WhatIfRow store={store} />
    </Suspense>
  );
}
