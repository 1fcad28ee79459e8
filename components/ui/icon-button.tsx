'use client';

import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx';
import { ariaShortcut } from './shortcut-text';
import { Spinner } from './spinner';
import { Tooltip } from './tooltip';

/**
 * Where else than on touch screens the word stands beside the icon: in a container of this width in pixels, or in a wide
 * window (app/globals.css).
 */
export type WordFrom = 'always' | '400' | '640' | '820' | '1040' | 'window';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'title'> {
  /** Names the button and is its tooltip. */
  label: string;
  /** A shorter tooltip, where it is visible what the button belongs to. */
  tooltip?: string;
  /** Stands beside the icon on touch screens, which show no tooltips; a part of `label`. */
  word?: string | undefined;
  wordFrom?: WordFrom | undefined;
  /** Shown in the tooltip, written as `mod+b`. */
  shortcut?: string;
  size?: 'sm' | 'md';
  /** Whether a toggle is on. Absent: not a toggle. */
  pressed?: boolean;
  loading?: boolean;
  /** Drawn at 14–16 px. */
  icon?: LucideIcon;
  /** Instead of `icon`. */
  children?: ReactNode;
}

export function IconButton({
  label,
  tooltip = label,
  word,
  wordFrom,
  shortcut,
  size = 'md',
  pressed,
  loading = false,
  type = 'button',
  className,
  icon: Icon,
  children,
  onClick,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip content={tooltip} shortcut={shortcut}>
      <button
        {...rest}
        type={type}
        aria-label={label}
        data-word={word && (wordFrom ?? 'touch')}
        aria-pressed={pressed}
        aria-busy={loading || undefined}
        aria-keyshortcuts={shortcut ? ariaShortcut(shortcut) : undefined}
        onClick={loading || isOff(rest['aria-disabled']) ? (event) => event.preventDefault() : onClick}
        className={cx(
          'inline-flex shrink-0 items-center justify-center rounded-sm text-ink-2 transition-colors',
          'not-disabled:hover:bg-hover not-disabled:hover:text-ink disabled:cursor-not-allowed disabled:opacity-45',
          'aria-disabled:cursor-not-allowed aria-disabled:opacity-45',
          'aria-pressed:bg-accent-soft aria-pressed:text-accent [&_svg]:size-4 [&_svg]:shrink-0',
          'data-[state=open]:bg-hover data-[state=open]:text-ink',
          size === 'sm' ? 'size-6 pointer-coarse:size-10 [&_svg]:size-3.5' : 'size-8 pointer-coarse:size-10',
          className,
        )}
      >
        {loading ? <Spinner /> : Icon ? <Icon aria-hidden="true" /> : children}
        {word && <span>{word}</span>}
      </button>
    </Tooltip>
  );
}

function isOff(disabled: ComponentProps<'button'>['aria-disabled']): boolean {
  return disabled === true || disabled === 'true';
}
