import type { Header } from '@/lib/connections/model/header-rules';

/** An extra header while it is filled in. */
export interface HeaderDraft {
  /** Stable while rows come and go. */
  readonly id: number;
  readonly name: string;
  /** Empty for a stored header: its value is kept. */
  readonly value: string;
  readonly stored: boolean;
}

let nextId = 1;

export function emptyHeader(): HeaderDraft {
  return { id: nextId++, name: '', value: '', stored: false };
}

export function storedHeaders(names: readonly string[]): HeaderDraft[] {
  return names.map((name) => ({ id: nextId++, name, value: '', stored: true }));
}

/** Headers from elsewhere; null: the value has to be filled in. */
export function givenHeaders(
  headers: readonly { readonly name: string; readonly value: string | null }[],
): HeaderDraft[] {
  return headers.map(({ name, value }) => ({ id: nextId++, name, value: value ?? '', stored: false }));
}

/** Rows in which something was entered, in the order in which they are sent. */
export function filledHeaders(headers: readonly HeaderDraft[]): HeaderDraft[] {
  return headers.filter(({ name, value, stored }) => stored || name.trim() !== '' || value !== '');
}

export function keepsValue({ stored, value }: HeaderDraft): boolean {
  return stored && value === '';
}

/** For a new connection, or for a test: values that are only stored cannot be sent. */
export function enteredHeaders(headers: readonly HeaderDraft[]): Header[] {
  return filledHeaders(headers)
    .filter((header) => !keepsValue(header))
    .map(({ name, value }) => ({ name: name.trim(), value: value.trim() }));
}

/** For a stored connection; undefined while nothing changed. */
export function changedHeaders(
  headers: readonly HeaderDraft[],
  storedNames: readonly string[],
): { name: string; value: string | null }[] | undefined {
  const rows = filledHeaders(headers);
  const isSame =
    rows.length === storedNames.length &&
    rows.every((row, at) => keepsValue(row) && row.name === storedNames[at]);
  if (isSame) return undefined;
  return rows.map((row) => ({ name: row.name.trim(), value: keepsValue(row) ? null : row.value.trim() }));
}
