import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';
import type { SettingsCell, SettingsRow } from '@/lib/compare/model/settings-table';
import { RowLabel, TableCell, TableRow } from './table-parts';

export interface SettingRowProps {
  /** A key for each column. */
  ids: readonly string[];
  row: SettingsRow;
  /** Describes the setting. */
  title?: string;
  /** An action on the whole row. */
  action?: ReactNode;
  cell: (cell: SettingsCell, at: number) => ReactNode;
}

/** One setting of all columns, marked where they differ. */
export function SettingRow({ ids, row, title, action, cell }: SettingRowProps) {
  const { name, label, differs, cells } = row;
  const mark = differs ? 'shadow-[inset_3px_0_0_var(--accent)]' : undefined;
  return (
    <TableRow className={mark}>
      <RowLabel className={mark}>
        {differs && (
          <span className="shrink-0 font-semibold text-accent" title="Differs">
            <span aria-hidden="true">≠</span>
            <span className="sr-only">Differs: </span>
          </span>
        )}
        <span
          data-setting={name}
          className={differs ? 'truncate font-semibold text-ink' : 'truncate text-ink-2'}
          title={title}
        >
          {label}
        </span>
        {action}
      </RowLabel>
      {cells.map((one, at) => (
        <TableCell key={ids[at]} label={label}>
          {cell(one, at)}
        </TableCell>
      ))}
    </TableRow>
  );
}

export interface SettingValueProps {
  cell: SettingsCell;
  differs: boolean;
  className: string;
}

/** A value as it is sent, or a note that none is sent. */
export function SettingValue({ cell: { text, sent }, differs, className }: SettingValueProps) {
  return (
    <span
      className={cx(
        'min-w-0',
        sent ? 'font-mono' : 'text-ink-3 italic',
        sent && (differs ? 'font-semibold text-ink' : 'text-ink-2'),
        className,
      )}
    >
      {text}
    </span>
  );
}
