import type { Settings } from '@/lib/protocol/request/settings';
import { isRecord } from '@/lib/protocol/response/wire-json';

/** Of a base whose settings no cell takes. */
export const NO_SETTINGS: Settings = { values: {}, sent: ['stream'] };

/**
 * Plans had one of two forms before there was one (docs/decisions/0042): `columns`, each with whole settings, and
 * `sweep`, of one or two parameters. They are in databases, in browsers and in exported files, and scripts send
 * them. Returns the plan that means the same and has the same cells; anything else as it is. Not validated.
 */
export function fromOlderForm(stored: unknown): unknown {
  if (!isRecord(stored)) return stored;
  const { kind, prompt, asIds, columns, base, axes, ...rest } = stored;
  const prompts = { prompt, ...(asIds === undefined ? {} : { asIds }) };
  if (kind === 'columns' && Array.isArray(columns)) {
    return {
      ...rest,
      base: { ...placeOf(columns[0]), settings: NO_SETTINGS, ...prompts },
      axes: [{ kind: 'variants', variants: columns }],
      repeats: 1,
    };
  }
  if (kind === 'sweep' && isRecord(base) && Array.isArray(axes)) {
    return { ...rest, base: { ...base, ...prompts }, axes: axes.map(fromOlderAxis) };
  }
  return stored;
}

/** An axis was always one of a parameter. */
export function fromOlderAxis(stored: unknown): unknown {
  return isRecord(stored) && stored.kind === undefined ? { kind: 'parameter', ...stored } : stored;
}

/** The model of a column, and its connection: by its id, or in a file by its name. */
function placeOf(column: unknown): object {
  if (!isRecord(column)) return {};
  const { connectionId, connectionName, model } = column;
  return { ...(connectionName === undefined ? { connectionId } : { connectionName }), model };
}
