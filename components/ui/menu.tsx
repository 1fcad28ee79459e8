'use client';

import * as RadixMenu from '@radix-ui/react-dropdown-menu';
import { Check } from 'lucide-react';
import {
  type ComponentProps,
  type ComponentType,
  type FocusEvent,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  useContext,
  useRef,
} from 'react';
import { cx } from './cx';
import { Kbd } from './kbd';
import { OpenedByKey } from './lazy-menu';

const ITEM =
  'flex min-h-7 cursor-pointer items-center gap-2 rounded-sm px-2 py-1 text-sm select-none ' +
  // By keyboard as plain as everywhere; under the pointer the background is enough.
  '-outline-offset-2 not-focus-visible:outline-none ' +
  'data-highlighted:bg-hover data-disabled:cursor-not-allowed data-disabled:text-ink-3 data-disabled:opacity-60 ' +
  'pointer-coarse:min-h-10 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3';

export interface MenuProps {
  trigger: ReactElement;
  label: string;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom';
  open?: boolean;
  defaultOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** It is gone and has given the focus back: what opens now keeps it. */
  onClosed?: () => void;
  className?: string;
  children: ReactNode;
}

export function Menu({
  trigger,
  label,
  align = 'end',
  side = 'bottom',
  open,
  defaultOpen,
  onOpenChange,
  onClosed,
  className,
  children,
}: MenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const pressedOutside = useRef(false);
  const firstByKey = useRef(useContext(OpenedByKey));
  // Radix knows of a key only what it has seen itself, and else leaves the focus on the menu.
  const focusFirstItem = ({ target, currentTarget }: FocusEvent<HTMLElement>) => {
    if (target !== currentTarget || !firstByKey.current) return;
    firstByKey.current = false;
    currentTarget.querySelector<HTMLElement>('[role^=menuitem]:not([data-disabled])')?.focus();
  };
  return (
    // Not modal: that would hide the page from assistive technology, while its links stay in the focus order.
    <RadixMenu.Root modal={false} open={open} defaultOpen={defaultOpen} onOpenChange={onOpenChange}>
      <RadixMenu.Trigger ref={button} asChild onKeyDown={leaveShortcuts}>
        {trigger}
      </RadixMenu.Trigger>
      <RadixMenu.Portal>
        <RadixMenu.Content
          aria-label={label}
          align={align}
          side={side}
          sideOffset={4}
          onFocus={focusFirstItem}
          collisionPadding={8}
          onInteractOutside={() => {
            pressedOutside.current = true;
          }}
          // As Radix does it, but without scrolling back from where the choice has led.
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (!pressedOutside.current) button.current?.focus({ preventScroll: true });
            pressedOutside.current = false;
            onClosed?.();
          }}
          className={cx(
            'floating z-50 max-h-(--radix-dropdown-menu-content-available-height) max-w-80 min-w-44 overflow-y-auto p-1',
            className,
          )}
        >
          {children}
        </RadixMenu.Content>
      </RadixMenu.Portal>
    </RadixMenu.Root>
  );
}

/** For an item that moves the focus: `later` work is done when the menu with this `onClosed` has given it back. */
export function useAfterMenu(): { later: (work: () => void) => void; onClosed: () => void } {
  const next = useRef<(() => void) | null>(null);
  return {
    later: (work) => {
      next.current = work;
    },
    onClosed: () => {
      next.current?.();
      next.current = null;
    },
  };
}

/** Ctrl+Enter runs, wherever the focus is; Radix would open the menu. */
function leaveShortcuts(event: KeyboardEvent): void {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.preventDefault();
}

export interface MenuItemProps extends ComponentProps<typeof RadixMenu.Item> {
  icon?: ReactNode;
  shortcut?: string;
  tone?: 'bad';
}

export function MenuItem({ icon, shortcut, tone, className, children, ...rest }: MenuItemProps) {
  return (
    <RadixMenu.Item {...rest} className={cx(ITEM, tone === 'bad' && 'text-bad [&_svg]:text-bad!', className)}>
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {shortcut && <Kbd keys={shortcut} />}
    </RadixMenu.Item>
  );
}

export interface MenuEntry extends Pick<MenuItemProps, 'shortcut' | 'tone' | 'disabled' | 'className'> {
  readonly icon: ComponentType<{ 'aria-hidden': 'true' }>;
  readonly label: string;
  readonly onSelect: () => void;
}

/** Items from a list of them; `null` is a line between two groups. */
export function MenuItems({ items }: { items: readonly (MenuEntry | null)[] }) {
  return items.map((item, at) => {
    const key = `${at} ${item?.label}`;
    if (item === null) return <MenuSeparator key={key} />;
    const { icon: Icon, label, ...rest } = item;
    return (
      <MenuItem key={key} {...rest} icon={<Icon aria-hidden="true" />}>
        {label}
      </MenuItem>
    );
  });
}

export interface MenuChoiceProps<Value extends string> {
  label: string;
  value: Value;
  onValueChange: (value: Value) => void;
  options: readonly { value: Value; label: string }[];
}

/** A group with exactly one selected item. */
export function MenuChoice<Value extends string>({
  label,
  value,
  onValueChange,
  options,
}: MenuChoiceProps<Value>) {
  return (
    <RadixMenu.RadioGroup
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen) onValueChange(chosen.value);
      }}
    >
      {options.map((option) => (
        <RadixMenu.RadioItem key={option.value} value={option.value} className={ITEM}>
          <span className="inline-flex size-4 items-center justify-center">
            <RadixMenu.ItemIndicator>
              <Check aria-hidden="true" />
            </RadixMenu.ItemIndicator>
          </span>
          {option.label}
        </RadixMenu.RadioItem>
      ))}
    </RadixMenu.RadioGroup>
  );
}

export function MenuLabel({ className, ...rest }: ComponentProps<typeof RadixMenu.Label>) {
  return <RadixMenu.Label {...rest} className={cx('px-2 pt-1.5 pb-1 text-xs text-ink-3', className)} />;
}

export function MenuSeparator() {
  return <RadixMenu.Separator className="-mx-1 my-1 h-px bg-line" />;
}
