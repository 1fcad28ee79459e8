'use client';

import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx';
import { ariaShortcut } from './shortcut-text';
import { Spinner } from './spinner';
import { Tooltip } from './tooltip';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'title'> {
  /** Names the button and is its tooltip. */
  label: string;
  /** A shorter tooltip, where it is visible what the button belongs to. */
  tooltip?: string;
  /** Stands beside the icon on touch screens, which show no tooltips; a part of `label`. */
  word?: string;
  /** Where else it stands there. */
  wordFrom?: keyof typeof WORD_FROM;
  /** Shown in the tooltip, written as `mod+b`. */
  shortcut?: string;
  size?: 'sm' | 'md';
  /** Whether a toggle is on. Absent: not a toggle. */
  pressed?: boolean;
  loading?: boolean;
  /** The icon, drawn at 14–16 px. */
  children: ReactNode;
}

/**
 * Of a button, then of its word: always; in a container with some space; with more; in a wide window. Complete class
 * names, which is how Tailwind finds them.
 */
export const WORD_FROM = {
  always: ['w-auto! gap-1 px-1.5 text-xs', ''],
  roomy: [
    '@min-[640px]:w-auto! gap-1 @min-[640px]:px-1.5 text-xs',
    'hidden @min-[640px]:inline pointer-coarse:inline',
  ],
  roomier: [
    '@min-[740px]:w-auto! gap-1 @min-[740px]:px-1.5 text-xs',
    'hidden @min-[740px]:inline pointer-coarse:inline',
  ],
  window: [
    'min-[1200px]:w-auto! gap-1 min-[1200px]:px-1.5 text-xs',
    'hidden min-[1200px]:inline pointer-coarse:inline',
  ],
  touch: ['', 'hidden pointer-coarse:inline'],
} as const;

export function IconButton({
  label,
  tooltip = label,
  word,
  wordFrom = 'touch',
  shortcut,
  size = 'md',
  pressed,
  loading = false,
  type = 'button',
  className,
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
          word && 'pointer-coarse:w-auto! pointer-coarse:gap-1 pointer-coarse:px-2 pointer-coarse:text-xs',
          word && WORD_FROM[wordFrom][0],
          className,
        )}
      >
        {loading ? <Spinner /> : children}
        {word && <span className={WORD_FROM[wordFrom][1]}>{word}</span>}
      </button>
    </Tooltip>
  );
}

function isOff(disabled: ComponentProps<'button'>['aria-disabled']): boolean {
  return disabled === true || disabled === 'true';
}
