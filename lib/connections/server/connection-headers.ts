import type { ConnectionRecord } from '@/lib/connections/db/connections';
import { clashWithKey, type Header } from '@/lib/connections/model/header-rules';
import { AppError } from '@/lib/platform/model/app-error';
import { type KeyOwner, openHeaders, sealHeaders } from './secret-box';

/** A connection's extra headers between the page, the database and a request. */

type StoredHeaders = Pick<ConnectionRecord, 'sealedHeaders' | 'headerNames'>;

/** As the columns hold them. */
export function storeHeaders(headers: readonly Header[], owner: KeyOwner): StoredHeaders {
  if (headers.length === 0) return { sealedHeaders: null, headerNames: '' };
  const pairs = headers.map(({ name, value }) => [name, value]);
  return {
    sealedHeaders: sealHeaders(JSON.stringify(pairs), owner),
    headerNames: headers.map(({ name }) => name).join(' '),
  };
}

/** The headers of a row, with their values. Throws `SealError`. */
export function readHeaders(
  { sealedHeaders }: Pick<StoredHeaders, 'sealedHeaders'>,
  owner: KeyOwner,
): Header[] {
  if (sealedHeaders === null) return [];
  const pairs: [string, string][] = JSON.parse(openHeaders(sealedHeaders, owner));
  return pairs.map(([name, value]) => ({ name, value }));
}

export function headerNames({ headerNames: names }: Pick<StoredHeaders, 'headerNames'>): string[] {
  return names === '' ? [] : names.split(' ');
}

/** The headers after a change, in which a value of null keeps the stored one. Throws AppError `invalid_request`. */
export function changedHeaders(
  changes: readonly { readonly name: string; readonly value: string | null }[],
  stored: readonly Header[],
): Header[] {
  return changes.map(({ name, value }) => {
    const before = stored.find((header) => header.name.toLowerCase() === name.toLowerCase());
    if (value === null && before === undefined) {
      throw new AppError('invalid_request', { message: `Enter a value for ${name}.`, param: 'headers' });
    }
    return { name, value: value ?? before?.value ?? '' };
  });
}

/** Throws AppError `invalid_request` when one of them would be sent twice: with the key, and by itself. */
export function refuseClash(
  headers: readonly { readonly name: string }[],
  { hasKey, keyHeader }: { readonly hasKey: boolean; readonly keyHeader: string },
): void {
  const message = hasKey ? clashWithKey(headers, keyHeader) : null;
  if (message !== null) throw new AppError('invalid_request', { message, param: 'headers' });
}
