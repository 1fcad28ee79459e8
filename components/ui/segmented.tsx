import { cx } from './cx';

export interface SegmentedProps<Value extends string> {
  label: string;
  value: Value;
  onValueChange: (value: Value) => void;
  /** `name` is for screen readers, where something else on the page has the label as its name. */
  options: readonly { readonly value: Value; readonly label: string; readonly name?: string }[];
  className?: string;
}

/** A few options side by side with exactly one selected. */
export function Segmented<Value extends string>({
  label,
  value,
  onValueChange,
  options,
  className,
}: SegmentedProps<Value>) {
  return (
    <fieldset
      aria-label={label}
      className={cx('inline-flex min-w-0 rounded-sm border border-line-strong/60', className)}
    >
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-label={option.name}
          data-label={option.label}
          aria-pressed={option.value === value}
          onClick={() => onValueChange(option.value)}
          className={cx(
            'whole-width h-[30px] border-l border-line px-2 text-xs whitespace-nowrap text-ink-2 first:rounded-l-[3px] first:border-l-0 last:rounded-r-[3px]',
            'hover:bg-hover hover:text-ink focus-visible:z-1 pointer-coarse:h-[38px] pointer-coarse:min-w-10',
            'aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent',
          )}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}
