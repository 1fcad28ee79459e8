'use client';

import { type ComponentProps, type ComponentType, createContext, type ReactElement, useState } from 'react';

export interface LazyMenuParts {
  /** The menu is drawn around its trigger, and open from the start (`defaultOpen`). */
  trigger: ReactElement;
}

/** Whether the press that loaded the menu around was one of the keyboard: the menu missed it. */
export const OpenedByKey = createContext(false);

export interface LazyMenuProps<Own> {
  load: () => Promise<ComponentType<Own & LazyMenuParts>>;
  /** The menu's props besides its trigger. */
  menuProps: Own;
  /** Renders the button. The props must be spread on it. */
  button: (props: ComponentProps<'button'>) => ReactElement;
}

/** A menu whose code loads on hover or focus. Until the first press there is only its button. */
export function LazyMenu<Own extends object>({ load, menuProps, button }: LazyMenuProps<Own>) {
  const [Loaded, setLoaded] = useState<ComponentType<Own & LazyMenuParts> | null>(null);
  const [byKey, setByKey] = useState(false);
  if (Loaded)
    return (
      <OpenedByKey value={byKey}>
        <Loaded {...menuProps} trigger={button({})} />
      </OpenedByKey>
    );
  // A script that fails to load is requested again by the next press.
  const missed = () => undefined;
  const preload = () => void load().catch(missed);
  return button({
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: preload,
    onFocus: preload,
    onClick: ({ detail }) => {
      setByKey(detail === 0);
      void load().then((menu) => setLoaded(() => menu), missed);
    },
  });
}
