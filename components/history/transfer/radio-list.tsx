import { useId } from 'react';

export interface RadioListProps<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly {
    readonly value: Value;
    readonly label: string;
    /** One line below. */
    readonly hint?: string;
    readonly disabled?: boolean;
  }[];
}

/** A few options with one selected, each with a hint. */
export function RadioList<Value extends string>({ label, value, onChange, options }: RadioListProps<Value>) {
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-1 font-medium">{label}</legend>
      <div className="flex flex-col">
        {options.map((option) => (
          <label
            key={option.value}
            className="-mx-2 flex cursor-pointer items-start gap-2 rounded-sm px-2 py-1 hover:bg-hover has-disabled:cursor-not-allowed has-disabled:opacity-55 has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent pointer-coarse:py-2"
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              disabled={option.disabled}
              onChange={() => onChange(option.value)}
              className="mt-[3px] size-3.5 shrink-0 accent-accent outline-none"
            />
            <span className="min-w-0">
              {option.label}
              {option.hint && <span className="block text-xs text-ink-3">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
