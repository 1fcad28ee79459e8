import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { CONTROL_STYLE } from './control-style';
import { cx } from './cx';

export interface SelectProps extends Omit<ComponentProps<'select'>, 'size'> {
  size?: 'sm' | 'md';
  /** After `children`; a number is written as it is. */
  options?: readonly (number | { readonly value: string | number; readonly label: string })[];
  /** Called with the value of the chosen option. */
  onValueChange?: (value: string) => void;
}

/**
 * The browser's own list: the best one on touch screens, and free. There its type must be 16 px, or iOS zooms the page
 * into it (see control-style.ts); it is drawn in the 13 px of everything beside it by being scaled.
 */
export function Select({
  size = 'md',
  options = [],
  onValueChange,
  className,
  children,
  ...rest
}: SelectProps) {
  return (
    <span
      className={cx(
        'relative inline-flex min-w-0 items-start pointer-coarse:h-10 pointer-coarse:text-sm',
        className,
      )}
    >
      <select
        onChange={({ currentTarget }) => onValueChange?.(currentTarget.value)}
        {...rest}
        className={cx(
          CONTROL_STYLE,
          'appearance-none truncate pr-7 pl-2',
          size === 'sm' ? 'h-6 text-xs' : 'h-8',
          // 13/16 of this is as large as the element around it.
          'pointer-coarse:h-[calc(40px*16/13)] pointer-coarse:pr-9 pointer-coarse:pl-2.5 pointer-coarse:w-[calc(100%*16/13)] pointer-coarse:shrink-0 pointer-coarse:origin-top-left pointer-coarse:scale-[calc(13/16)]',
        )}
      >
        {children}
        {options.map((option) => {
          const { value, label } = typeof option === 'number' ? { value: option, label: option } : option;
          return (
            <option key={value} value={value}>
              {label}
            </option>
          );
        })}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-2 size-3.5 -translate-y-1/2 text-ink-3"
      />
    </span>
  );
}
