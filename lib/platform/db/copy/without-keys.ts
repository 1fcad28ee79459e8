import type { RowSource } from './row-store';
import type { Value } from './row-values';

/** What stands in the columns of stored keys when these are left out: a connection without a key. */
const LEFT_OUT: Record<string, Record<string, Value>> = {
  Connection: { sealedKey: null, keyLast4: null, sealedHeaders: null, headerNames: '' },
};

/** The same rows, without the stored API keys and extra headers of connections. */
export function withoutKeys(source: RowSource): RowSource {
  return {
    tables: source.tables,
    rows: async function* (table) {
      const values = LEFT_OUT[table.name];
      for await (const rows of source.rows(table)) {
        yield values === undefined
          ? rows
          : rows.map((row) =>
              row.map((value, at) => {
                const replacement = values[table.columns[at]?.name ?? ''];
                return replacement === undefined ? value : replacement;
              }),
            );
      }
    },
  };
}
