'use client';

import { DiffModeSelect, ReferenceSelect } from '@/components/texts/difference-selects';
import { cx } from '@/components/ui/cx';
import { Select } from '@/components/ui/select';
import type { DiffMode } from '@/lib/texts/model/text-differences';

/** The reader's choice of a reference and of how differences are shown. */
export interface ShownDifferences {
  /** The column that the others are compared with; null: none. */
  readonly reference: number | null;
  readonly mode: DiffMode;
  /** Marks in the texts, or texts with the reference's parts in place. */
  readonly form: 'marks' | 'changes';
}

export const NO_DIFFERENCES: ShownDifferences = { reference: null, mode: 'auto', form: 'marks' };

/** On phones they fill their lines. */
const ON_PHONES = 'max-sm:flex-1 max-sm:basis-40';

const FORMS = [
  { value: 'marks', label: 'Marked in text' },
  { value: 'changes', label: 'With changes' },
];

export interface DifferenceToolsProps {
  names: readonly string[];
  shown: ShownDifferences;
  onChange: (shown: ShownDifferences) => void;
}

export function DifferenceTools({ names, shown, onChange }: DifferenceToolsProps) {
  const { reference, form, mode } = shown;
  return (
    <>
      <ReferenceSelect
        columns={names.map((name, at) => ({ value: String(at), name }))}
        value={reference === null ? null : String(reference)}
        onChange={(value) => onChange({ ...shown, reference: value === null ? null : Number(value) })}
        className={cx(ON_PHONES, 'sm:max-w-48')}
      />
      {reference !== null && (
        <>
          <Select
            aria-label="Text view"
            value={form}
            onValueChange={(next) => onChange({ ...shown, form: next as ShownDifferences['form'] })}
            options={FORMS}
            className={ON_PHONES}
          />
          <DiffModeSelect
            mode={mode}
            onChange={(next) => onChange({ ...shown, mode: next })}
            className={cx(ON_PHONES, 'sm:max-w-52')}
          />
        </>
      )}
    </>
  );
}
