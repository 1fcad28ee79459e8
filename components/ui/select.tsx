import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { CONTROL_STYLE } from './control-style';
import { cx } from './cx';

export interface SelectProps extends Omit<ComponentProps<'select'>, 'size'> {
  size?: 'sm' | 'md';
}

/** The browser's own list: the best one on touch screens, and free. */
export function Select({ size = 'md', className, children, ...rest }: SelectProps) {
  return (
    <span className={cx('relative inline-flex min-w-0', className)}>
      <select
        {...rest}
        className={cx(
          CONTROL_STYLE,
          'appearance-none truncate pr-7 pl-2',
          size === 'sm' ? 'h-6 text-xs pointer-coarse:h-10' : 'h-8 pointer-coarse:h-10',
        )}
      >
        {children}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-2 size-3.5 -translate-y-1/2 text-ink-3"
      />
    </span>
  );
}
