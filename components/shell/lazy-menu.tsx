'use client';

import {
  type ComponentProps,
  type ComponentType,
  lazy,
  type ReactElement,
  Suspense,
  useMemo,
  useState,
} from 'react';

export interface LazyMenuParts {
  /** The menu around its trigger; opens as soon as it is there. */
  trigger: ReactElement;
}

export interface LazyMenuProps {
  load: () => Promise<ComponentType<LazyMenuParts>>;
  /** Draws the button. The properties have to end up on it. */
  button: (props: ComponentProps<'button'>) => ReactElement;
}

/** A menu whose code comes with the first press: until then there is only its button. */
export function LazyMenu({ load, button }: LazyMenuProps) {
  const [pressed, setPressed] = useState(false);
  const MenuLayer = useMemo(() => lazy(async () => ({ default: await load() })), [load]);
  const preload = () => void load();
  const waiting = button({
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: preload,
    onFocus: preload,
    onClick: () => setPressed(true),
  });
  if (!pressed) return waiting;
  return (
    <Suspense fallback={waiting}>
      <MenuLayer trigger={button({})} />
    </Suspense>
  );
}
