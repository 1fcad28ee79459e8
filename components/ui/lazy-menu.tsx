'use client';

import { type ComponentProps, type ComponentType, type ReactElement, useState } from 'react';

export interface LazyMenuParts {
  /** The menu is drawn around its trigger, and open from the start (`defaultOpen`). */
  trigger: ReactElement;
}

export interface LazyMenuProps<Own> {
  load: () => Promise<ComponentType<Own & LazyMenuParts>>;
  /** What the menu takes besides its trigger. */
  menuProps: Own;
  /** Draws the button. The properties have to end up on it. */
  button: (props: ComponentProps<'button'>) => ReactElement;
}

/** A menu whose code comes when a hand or the focus comes near. Until the first press there is only its button. */
export function LazyMenu<Own extends object>({ load, menuProps, button }: LazyMenuProps<Own>) {
  const [Loaded, setLoaded] = useState<ComponentType<Own & LazyMenuParts> | null>(null);
  if (Loaded) return <Loaded {...menuProps} trigger={button({})} />;
  // A script that does not come is asked for again by the next press.
  const missed = () => undefined;
  const preload = () => void load().catch(missed);
  return button({
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: preload,
    onFocus: preload,
    onClick: () => void load().then((menu) => setLoaded(() => menu), missed),
  });
}
