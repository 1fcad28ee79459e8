import type { ComponentProps } from 'react';
import { cx } from './cx';

export interface SwitchProps extends Omit<ComponentProps<'button'>, 'onChange' | 'value' | 'role'> {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
}

/** Needs a name: `aria-label`, `aria-labelledby`, or a `<label htmlFor>` with its id. */
export function Switch({ checked, onCheckedChange, className, onClick, ...rest }: SwitchProps) {
  return (
    <button
      {...rest}
      type="button"
      role="switch"
      aria-checked={checked}
      onClick={(event) => {
        onClick?.(event);
        if (!event.defaultPrevented) onCheckedChange(!checked);
      }}
      // The padding around the track makes the target 24 px high while the track stays smaller.
      className={cx(
        'group inline-flex h-6 w-8 shrink-0 items-center justify-center rounded-sm',
        'disabled:cursor-not-allowed disabled:opacity-45 pointer-coarse:h-10 pointer-coarse:w-10',
        className,
      )}
    >
      <span
        className={cx(
          'flex h-4 w-7 items-center rounded-full border px-0.5 transition-colors',
          checked
            ? 'border-accent bg-accent'
            : 'border-line-strong bg-transparent group-enabled:group-hover:bg-hover',
        )}
      >
        <span
          className={cx(
            'size-2.5 rounded-full transition-transform duration-100',
            checked ? 'translate-x-3 bg-accent-ink' : 'bg-line-strong',
          )}
        />
      </span>
    </button>
  );
}
