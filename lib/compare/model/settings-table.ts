import { counted } from '@/lib/platform/numbers/counted';
import { PARAMETER_NAMES, type ParameterName, parameterSpec } from '@/lib/protocol/request/parameters';
import { buildRequest, type Settings, sameValue } from '@/lib/protocol/request/settings';
import { withMinus } from '@/lib/protocol/text/minus';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';
import { shortened } from '@/lib/texts/model/what-differs';
import type { ComparisonPlan } from './plan';
import { cellsOf, settingsOfCell } from './plan-cells';

/** The settings of one column of a comparison. */
export interface SettingsColumn {
  readonly model: string;
  /** Null when it is unknown or not shared. */
  readonly connectionName: string | null;
  readonly prompt: string | readonly string[];
  readonly settings: Settings;
}

export type SettingsRowName = 'model' | 'connection' | 'prompt' | ParameterName;

export interface SettingsCell {
  /** "Not sent" is a value of its own, different from every sent value, the server's default included. */
  readonly sent: boolean;
  /** As it is sent; undefined when it is not. */
  readonly value: unknown;
  /** In one line, complete: the screen cuts it. */
  readonly text: string;
}

export interface SettingsRow {
  readonly name: SettingsRowName;
  readonly label: string;
  /** One for each column, in their order. */
  readonly cells: readonly SettingsCell[];
  /** Not all cells are equal. */
  readonly differs: boolean;
  /** Sent in one column at least. */
  readonly sent: boolean;
}

export const NOT_SENT = 'Not sent';

/**
 * Everything that a request can contain, row by row: model, connection, prompt, then every parameter in the
 * table's order.
 */
export function settingsTable(columns: readonly SettingsColumn[]): SettingsRow[] {
  const requests = columns.map(({ model, settings }) => buildRequest({ model, prompt: '', settings }));
  const parameters = PARAMETER_NAMES.map((name) =>
    settingsRow(
      name,
      parameterSpec(name).label,
      requests.map(({ request, retries }) => {
        const value = name === 'retries' ? retries : request[name];
        return settingsCell(value, value === undefined ? NOT_SENT : settingText(name, value));
      }),
    ),
  );
  return [
    settingsRow(
      'model',
      'Model',
      columns.map(({ model }) => settingsCell(model, model === '' ? 'None chosen' : model)),
    ),
    settingsRow(
      'connection',
      'Connection',
      columns.map(({ connectionName }) => settingsCell(connectionName, connectionName ?? 'Unknown')),
    ),
    settingsRow(
      'prompt',
      'Prompt',
      columns.map(({ prompt }) => settingsCell(prompt, promptText(prompt))),
    ),
    ...parameters,
  ];
}

/** Cells of a plan as columns of the table. */
export function settingsColumns(
  plan: ComparisonPlan,
  connectionName: (connectionId: string) => string | null,
  cells: readonly string[] = cellsOf(plan),
): SettingsColumn[] {
  return cells
    .flatMap((cell) => settingsOfCell(plan, cell) ?? [])
    .map((planned) => ({ ...planned, connectionName: connectionName(planned.connectionId) }));
}

export interface CollapsedSettings {
  readonly differing: readonly SettingsRow[];
  /** Equal in all columns, and sent: collapsed behind one line. */
  readonly equal: readonly SettingsRow[];
  /** Sent by none. */
  readonly unsent: readonly SettingsRow[];
}

export function collapseSettings(rows: readonly SettingsRow[]): CollapsedSettings {
  return {
    differing: rows.filter(({ differs }) => differs),
    equal: rows.filter(({ differs, sent }) => !differs && sent),
    unsent: rows.filter(({ differs, sent }) => !differs && !sent),
  };
}

/** In sentences: `Temperature differs: A 0, B 0.7.` One per setting that differs, one for the others. */
export function settingsSummary(rows: readonly SettingsRow[], names: readonly string[]): string {
  const { differing, equal } = collapseSettings(rows);
  if (differing.length === 0) return 'All settings are the same.';
  const sentences = differing.map(
    ({ label, cells }) =>
      `${label} differs: ${cells.map(({ text }, at) => `${names[at] ?? at + 1} ${shortened(text)}`).join(', ')}.`,
  );
  if (equal.length > 0)
    sentences.push(
      `${counted(equal.length, 'other setting')} ${equal.length === 1 ? 'is' : 'are'} the same.`,
    );
  return sentences.join(' ');
}

/** What distinguishes columns at a glance: the setting with the most different values. A prompt is too long for it. */
export function distinguishingRow(rows: readonly SettingsRow[]): SettingsRow | undefined {
  const values = ({ cells }: SettingsRow) => new Set(cells.map(({ text }) => text)).size;
  return rows
    .filter(({ name, differs }) => differs && name !== 'prompt')
    .reduce<SettingsRow | undefined>(
      (best, row) => (best && values(best) >= values(row) ? best : row),
      undefined,
    );
}

/** One row; cells are equal when what is sent is. */
export function settingsRow(
  name: SettingsRowName,
  label: string,
  cells: readonly SettingsCell[],
): SettingsRow {
  const [first] = cells;
  return {
    name,
    label,
    cells,
    differs: cells.some(({ value }) => !sameValue(value, first?.value)),
    sent: cells.some(({ sent }) => sent),
  };
}

/** @param value undefined: not sent */
export function settingsCell(value: unknown, text: string): SettingsCell {
  return { sent: value !== undefined, value, text };
}

/** A prompt in one line: a space between words as it is, any other as a sign, since a model sees it. */
export function promptText(prompt: string | readonly string[]): string {
  if (typeof prompt === 'string') return prompt === '' ? 'Empty' : readable(prompt);
  return prompt.map((one, at) => `${at + 1}: ${readable(one)}`).join(' · ');
}

function readable(text: string): string {
  return visibleInline(text).replace(/(?<=[^␣])␣(?=[^␣])/g, ' ');
}

/** A parameter's value in one line: `on`, `0.7`, `“↵” “END”`, `50256: −100`. */
export function settingText(name: ParameterName, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number') return withMinus(String(value));
  if (typeof value === 'string')
    return name === 'stop' || value === '' ? quoted(value) : visibleInline(value);
  if (Array.isArray(value)) return value.length === 0 ? 'None' : value.map(quoted).join(' ');
  if (name === 'stream_options') return isOn(value) ? 'on' : 'off';
  if (name === 'retries') return retriesText(value);
  const entries = Object.entries(value as Record<string, unknown>);
  if (entries.length === 0) return 'None';
  return entries.map(([key, one]) => `${key}: ${fieldText(one)}`).join(', ');
}

function fieldText(value: unknown): string {
  if (typeof value === 'number') return withMinus(String(value));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function quoted(text: unknown): string {
  return `“${visibleInline(String(text))}”`;
}

function isOn(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && 'include_usage' in value && value.include_usage === true
  );
}

function retriesText(value: unknown): string {
  const { backoff, retryConnectionErrors } = value as NonNullable<Settings['values']['retries']>;
  const { initialInterval, maxInterval, exponent, maxElapsedTime } = backoff;
  const lost = retryConnectionErrors ? '' : ', excluding connection errors';
  return `${initialInterval}–${maxInterval} ms × ${exponent}, for ${maxElapsedTime} ms${lost}`;
}
