import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cx } from './cx';
import { Spinner } from './spinner';

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger';
export type ButtonSize = 'sm' | 'md';

const VARIANTS: Record<ButtonVariant, string> = {
  primary:
    'border-accent bg-accent text-accent-ink font-medium not-disabled:hover:bg-accent-hover not-disabled:hover:border-accent-hover',
  secondary:
    'border-line-strong/60 bg-surface text-ink not-disabled:hover:bg-hover not-disabled:hover:border-line-strong',
  ghost: 'border-transparent text-ink-2 not-disabled:hover:bg-hover not-disabled:hover:text-ink',
  danger: 'border-bad/50 bg-surface text-bad not-disabled:hover:border-bad not-disabled:hover:bg-bad-soft',
};

const SIZES: Record<ButtonSize, string> = {
  sm: 'h-6 px-2 text-xs pointer-coarse:h-10',
  md: 'h-8 px-3 text-sm pointer-coarse:h-10',
};

/** The same look for a link. */
export function buttonStyle(variant: ButtonVariant = 'secondary', size: ButtonSize = 'md'): string {
  return cx(
    'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-sm border whitespace-nowrap select-none',
    'transition-colors disabled:cursor-not-allowed disabled:opacity-55',
    VARIANTS[variant],
    SIZES[size],
  );
}

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Before the words. */
  icon?: LucideIcon;
  /** Shows a spinner and ignores presses; the button keeps its name and its focus. */
  loading?: boolean;
}

export function Button({
  variant,
  size,
  loading = false,
  type = 'button',
  className,
  icon: Icon,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      // Not `disabled` while loading: that would lose the focus.
      aria-busy={loading || undefined}
      aria-disabled={loading || rest['aria-disabled']}
      onClick={loading ? (event) => event.preventDefault() : onClick}
      className={cx(buttonStyle(variant, size), className)}
    >
      {loading && <Spinner />}
      {Icon && !loading && <Icon aria-hidden="true" className="size-3.5" />}
      {children}
    </button>
  );
}
