'use client';

import { Select } from '@/components/ui/select';
import type { DiffMode } from '@/lib/texts/model/text-differences';

export interface ReferenceSelectProps {
  columns: readonly { readonly value: string; readonly name: string }[];
  /** Null: nothing is compared. */
  value: string | null;
  onChange: (value: string | null) => void;
  className: string;
}

/** The output that the others are compared with. */
export function ReferenceSelect({ columns, value, onChange, className }: ReferenceSelectProps) {
  return (
    <Select
      aria-label="Reference"
      value={value ?? ''}
      onValueChange={(chosen) => onChange(chosen || null)}
      options={[
        { value: '', label: 'Differences: off' },
        ...columns.map(({ value: column, name }) => ({ value: column, label: `Differences from ${name}` })),
      ]}
      className={className}
    />
  );
}

export const DIFF_MODES: readonly { readonly value: Exclude<DiffMode, 'auto'>; readonly label: string }[] = [
  { value: 'word', label: 'words' },
  { value: 'sentence', label: 'sentences' },
  { value: 'line', label: 'lines' },
  { value: 'json', label: 'structure (JSON)' },
];

export interface DiffModeSelectProps {
  mode: DiffMode;
  /** The name of the mode that was used, once it is known. */
  found?: string;
  onChange: (mode: DiffMode) => void;
  className: string;
}

/** The unit by which texts are compared. */
export function DiffModeSelect({ mode, found, onChange, className }: DiffModeSelectProps) {
  return (
    <Select
      aria-label="Compare by"
      value={mode}
      onValueChange={(chosen) => onChange(chosen as DiffMode)}
      options={[
        { value: 'auto', label: found ? `By ${found} (automatic)` : 'Automatic' },
        ...DIFF_MODES.map(({ value, label }) => ({ value, label: `By ${label}` })),
      ]}
      className={className}
    />
  );
}
