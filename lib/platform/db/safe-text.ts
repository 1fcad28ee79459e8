import type { SqlDriverAdapter, SqlQuery, SqlQueryable, SqlResultSet } from '@prisma/driver-adapter-utils';

/**
 * Models and people produce two things that a database's text cannot hold: U+0000 (Postgres refuses it) and
 * lone surrogates (both databases silently replace them). They are stored as U+001A and four hex digits, as
 * is U+001A itself, so that every string is read back unchanged. All other text is stored as it is.
 */
const ESCAPE = '\u001a';
const UNSTORABLE = new RegExp(`[\\0${ESCAPE}]|\\p{Surrogate}`, 'u');
const UNSTORABLE_ALL = new RegExp(UNSTORABLE, 'gu');
const ESCAPED_ALL = new RegExp(`${ESCAPE}([0-9a-f]{4})`, 'g');

export function toStorable(text: string): string {
  if (!UNSTORABLE.test(text)) return text;
  return text.replace(UNSTORABLE_ALL, (unit) => ESCAPE + unit.charCodeAt(0).toString(16).padStart(4, '0'));
}

export function fromStorable(text: string): string {
  if (!text.includes(ESCAPE)) return text;
  return text.replace(ESCAPED_ALL, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/**
 * Applies the escape between Prisma and the database, so that it covers every column, filter and id: a NUL in
 * an id from an address must find nothing instead of failing. Changes the adapter in place and returns it.
 */
export function withSafeText<Adapter extends SqlDriverAdapter>(adapter: Adapter): Adapter {
  const startTransaction = adapter.startTransaction.bind(adapter);
  adapter.startTransaction = async (isolationLevel) => escapeQueries(await startTransaction(isolationLevel));
  return escapeQueries(adapter);
}

function escapeQueries<Queryable extends SqlQueryable>(queryable: Queryable): Queryable {
  const queryRaw = queryable.queryRaw.bind(queryable);
  const executeRaw = queryable.executeRaw.bind(queryable);
  queryable.queryRaw = async (query) => fromStorableRows(await queryRaw(toStorableArguments(query)));
  queryable.executeRaw = (query) => executeRaw(toStorableArguments(query));
  return queryable;
}

function toStorableArguments(query: SqlQuery): SqlQuery {
  return {
    ...query,
    args: query.args.map((value) => (typeof value === 'string' ? toStorable(value) : value)),
  };
}

function fromStorableRows(result: SqlResultSet): SqlResultSet {
  for (const row of result.rows) {
    for (const [index, value] of row.entries()) {
      if (typeof value === 'string') row[index] = fromStorable(value);
    }
  }
  return result;
}
