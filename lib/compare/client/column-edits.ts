import { type ComparisonPlan, MAX_CELLS, MAX_COLUMNS, type Variant } from '@/lib/compare/model/plan';
import {
  cellCount,
  plannedPrompt,
  pointOf,
  requestedPrompt,
  variantsOf,
} from '@/lib/compare/model/plan-cells';
import { PARAMETER_NAMES, type ParameterName } from '@/lib/protocol/request/parameters';
import type { Settings } from '@/lib/protocol/request/settings';

/**
 * Changes to a plan of columns, each a new plan. A change that names an unknown column, or would leave too
 * many or none, returns the plan as it is.
 */

/** Short, and never used before: the runs of a removed column must not show up under another. */
export function newColumnId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  return `c${Array.from(bytes, (byte) => byte.toString(36).padStart(2, '0')).join('')}`;
}

/** The plan of before, when the next one has more cells than a comparison can have. */
export function fitting(before: ComparisonPlan, next: ComparisonPlan): ComparisonPlan {
  return cellCount(next) > MAX_CELLS ? before : next;
}

/** A reference that is still there stays. */
export function withReference(plan: ComparisonPlan): ComparisonPlan {
  const { referenceId } = plan;
  return referenceId == null || pointOf(plan, referenceId) ? plan : { ...plan, referenceId: null };
}

function withVariants(plan: ComparisonPlan, variants: readonly Variant[]): ComparisonPlan {
  const axes = plan.axes.map((axis) =>
    axis.kind === 'variants' ? { ...axis, variants: [...variants] } : axis,
  );
  return fitting(plan, { ...plan, axes });
}

export function withColumn(
  plan: ComparisonPlan,
  column: Variant,
  at = variantsOf(plan).length,
): ComparisonPlan {
  const columns = variantsOf(plan);
  if (columns.length === 0 || columns.length >= MAX_COLUMNS) return plan;
  return withVariants(plan, columns.toSpliced(at, 0, column));
}

/** A copy goes to the right of its original and sends the same request. */
export function withCopy(plan: ComparisonPlan, id: string, copyId: string): ComparisonPlan {
  const columns = variantsOf(plan);
  const at = columns.findIndex((column) => column.id === id);
  const original = columns[at];
  if (!original) return plan;
  const { fromRunId: _shown, ...rest } = original;
  return withColumn(plan, { ...rest, id: copyId, name: original.name && copyName(original.name) }, at + 1);
}

function copyName(name: string): string {
  return `${name.slice(0, 73)} (copy)`;
}

export function withoutColumn(plan: ComparisonPlan, id: string): ComparisonPlan {
  const before = variantsOf(plan);
  const columns = before.filter((column) => column.id !== id);
  if (columns.length === 0 || columns.length === before.length) return plan;
  return withReference(withVariants(plan, columns));
}

/**
 * Moves a column to this index among the others (counted without it); an index out of range means the nearest
 * end.
 */
export function withColumnAt(plan: ComparisonPlan, id: string, to: number): ComparisonPlan {
  const columns = variantsOf(plan);
  const from = columns.findIndex((column) => column.id === id);
  const column = columns[from];
  const index = Math.max(0, Math.min(columns.length - 1, to));
  if (!column || index === from) return plan;
  return withVariants(plan, columns.toSpliced(from, 1).toSpliced(index, 0, column));
}

export function withChanged(
  plan: ComparisonPlan,
  id: string,
  change: (column: Variant) => Variant,
): ComparisonPlan {
  const columns = variantsOf(plan);
  const at = columns.findIndex((column) => column.id === id);
  const column = columns[at];
  const changed = column && change(column);
  if (!changed || changed === column) return plan;
  return withVariants(plan, columns.with(at, changed));
}

/** A column that has no model yet gets this one, if it is still on the connection that has it. */
export function withFirstModel(
  plan: ComparisonPlan,
  id: string,
  connectionId: string,
  model: string,
): ComparisonPlan {
  return withChanged(plan, id, (column) =>
    column.model === '' && column.connectionId === connectionId ? { ...column, model } : column,
  );
}

export function withSettings(
  plan: ComparisonPlan,
  id: string,
  change: (settings: Settings) => Settings,
): ComparisonPlan {
  return withChanged(plan, id, (column) => {
    const settings = change(column.settings);
    return settings === column.settings ? column : { ...column, settings };
  });
}

/**
 * All columns take one setting of this column: a parameter's value and whether it is sent, or the connection.
 */
export function withSameForAll(
  plan: ComparisonPlan,
  id: string,
  what: ParameterName | 'model' | 'connection',
): ComparisonPlan {
  const source = variantsOf(plan).find((column) => column.id === id);
  if (!source) return plan;
  const columns = variantsOf(plan).map((column): Variant => {
    // A model's name means nothing on another server.
    if (what === 'connection') {
      return { ...column, connectionId: source.connectionId, model: source.model };
    }
    if (what === 'model') return { ...column, model: source.model };
    return { ...column, settings: withParameterOf(column.settings, source.settings, what) };
  });
  return withVariants(plan, columns);
}

function withParameterOf(settings: Settings, source: Settings, name: ParameterName): Settings {
  const { [name]: _own, ...values } = settings.values;
  const value = source.values[name];
  return {
    values: value === undefined ? values : { ...values, [name]: value },
    sent: PARAMETER_NAMES.filter((other) => (other === name ? source : settings).sent.includes(other)),
  };
}

/**
 * Gives the column its own prompt, which starts as a copy of the shared one; or returns it to the shared one.
 */
export function withOwnPrompt(plan: ComparisonPlan, id: string, own: boolean): ComparisonPlan {
  return withChanged(plan, id, (column) => {
    if (own)
      return column.prompt === undefined
        ? { ...column, ...plannedPrompt(requestedPrompt(plan.base)) }
        : column;
    const { prompt: _gone, asIds: _asIds, ...rest } = column;
    return rest;
  });
}
