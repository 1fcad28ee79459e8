'use client';

import { cx } from '@/components/ui/cx';
import { Select } from '@/components/ui/select';
import type { DiffMode } from '@/lib/compare/client/comparison-job';

/** What a reader compares with what, and how it is shown. */
export interface ShownDifferences {
  /** The column that the others are compared with; null: none. */
  readonly reference: number | null;
  readonly mode: DiffMode;
  /** Marked in the texts themselves, or with what the reference has in their place. */
  readonly form: 'marks' | 'changes';
}

export const NO_DIFFERENCES: ShownDifferences = { reference: null, mode: 'auto', form: 'marks' };

const MODES: readonly { readonly value: DiffMode; readonly label: string }[] = [
  { value: 'auto', label: 'Compared automatically' },
  { value: 'word', label: 'By words' },
  { value: 'sentence', label: 'By sentences' },
  { value: 'line', label: 'By lines' },
  { value: 'json', label: 'By structure (JSON)' },
];

/** There they fill their lines. */
const ON_PHONES = 'max-sm:flex-1 max-sm:basis-40';

export interface DifferenceToolsProps {
  names: readonly string[];
  shown: ShownDifferences;
  onChange: (shown: ShownDifferences) => void;
}

export function DifferenceTools({ names, shown, onChange }: DifferenceToolsProps) {
  return (
    <>
      <Select
        aria-label="Reference"
        value={shown.reference ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...shown, reference: value === '' ? null : Number(value) })
        }
        className={cx(ON_PHONES, 'sm:max-w-48')}
      >
        <option value="">No differences</option>
        {names.map((name, at) => (
          <option key={name} value={at}>
            Against {name}
          </option>
        ))}
      </Select>
      {shown.reference !== null && (
        <>
          <Select
            aria-label="What is shown"
            value={shown.form}
            onChange={({ currentTarget: { value } }) =>
              onChange({ ...shown, form: value === 'changes' ? 'changes' : 'marks' })
            }
            className={ON_PHONES}
          >
            <option value="marks">Marked in the text</option>
            <option value="changes">With what was changed</option>
          </Select>
          <Select
            aria-label="Compared by"
            value={shown.mode}
            onChange={({ currentTarget: { value } }) =>
              onChange({ ...shown, mode: MODES.find((mode) => mode.value === value)?.value ?? 'auto' })
            }
            className={cx(ON_PHONES, 'sm:max-w-52')}
          >
            {MODES.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        </>
      )}
    </>
  );
}
