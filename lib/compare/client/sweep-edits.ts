import {
  type Axis,
  type AxisValue,
  type Column,
  type ColumnsPlan,
  MAX_REPEATS,
  plannedPrompt,
  requestedPrompt,
  SWEEP_PARAMETERS,
  type SweepParameter,
  type SweepPlan,
} from '@/lib/compare/model/plan';
import { valuesBetween } from '@/lib/compare/model/values-between';
import {
  PARAMETERS,
  type ParameterName,
  type ParameterOfKind,
  parameterSpec,
} from '@/lib/protocol/request/parameters';
import type { Settings } from '@/lib/protocol/request/settings';

/** Changes to a plan of a sweep, each a new plan that is valid when the old one was. */

/** How many values a selected range starts with. */
export const RANGE_VALUES = 5;

export function isSweepParameter(name: string): name is SweepParameter {
  return SWEEP_PARAMETERS.some((known) => known === name);
}

/** Needed for parameters whose bounds say nothing about useful values. */
const START_VALUES: Partial<Record<SweepParameter, AxisValue[]>> &
  Record<Exclude<SweepParameter, ParameterOfKind<'number' | 'integer' | 'boolean'>>, AxisValue[]> = {
  temperature: [0, 0.5, 1, 1.5, 2],
  top_p: [0.25, 0.5, 0.75, 1],
  seed: [1, 2, 3],
  max_tokens: [16, 64, 256],
  stop: [['\n'], ['.']],
  suffix: ['', '\n'],
  n: [1, 2, 4],
  best_of: [1, 2, 4],
  frequency_penalty: [-1, 0, 1],
  presence_penalty: [-1, 0, 1],
  logit_bias: [{}, { '0': -100 }],
  top_k: [1, 10, 40],
  min_p: [0, 0.05, 0.1],
  typical_p: [0.5, 0.9, 1],
  repetition_penalty: [1, 1.1, 1.3],
  repeat_penalty: [1, 1.1, 1.3],
  min_tokens: [0, 16, 64],
  stop_token_ids: [[], [0]],
  grammar: ['root ::= "yes"', 'root ::= "no"'],
  guided_regex: ['[a-z]+', '[0-9]+'],
  json_schema: [{ type: 'object' }, { type: 'array' }],
  extra_body: [{}, { top_a: 0.1 }],
};

/** The values that an axis starts with. */
export function startValues(parameter: SweepParameter): AxisValue[] {
  const known = START_VALUES[parameter];
  if (known) return known;
  const { kind, min = 0, max = 1 } = parameterSpec(parameter);
  return kind === 'boolean' ? [false, true] : [min, max];
}

/** Sets the values of an axis; a parameter that was there before is replaced. */
export function withAxis(plan: SweepPlan, at: number, axis: Axis): SweepPlan {
  const { axes } = plan;
  if (axes.some((other, index) => index !== at && other.parameter === axis.parameter)) return plan;
  const next = at < axes.length ? axes.with(at, axis) : [...axes, axis].slice(0, 2);
  return tidy({ ...plan, axes: next });
}

/**
 * Sets the values of the axis that varies this parameter; when none does, the first axis varies it from now
 * on.
 */
export function withSelected(plan: SweepPlan, parameter: SweepParameter, values: AxisValue[]): SweepPlan {
  const at = plan.axes.findIndex((axis) => axis.parameter === parameter);
  return withAxis(plan, Math.max(0, at), { parameter, values });
}

/** Adds a second axis for the first commonly varied parameter that is not varied yet. */
export function withSecondAxis(plan: SweepPlan): SweepPlan {
  const [first] = plan.axes;
  const candidates: readonly SweepParameter[] = ['top_p', 'temperature'];
  const parameter = candidates.find((name) => name !== first?.parameter) ?? 'top_p';
  return withAxis(plan, 1, { parameter, values: startValues(parameter) });
}

export function withoutAxis(plan: SweepPlan, at: number): SweepPlan {
  if (plan.axes.length < 2) return plan;
  return tidy({ ...plan, axes: plan.axes.toSpliced(at, 1) });
}

export function withSwappedAxes(plan: SweepPlan): SweepPlan {
  return plan.axes.length < 2 ? plan : tidy({ ...plan, axes: plan.axes.toReversed() });
}

export function withRepeats(plan: SweepPlan, repeats: number): SweepPlan {
  if (plan.axes.some(({ parameter }) => parameter === 'seed')) return plan;
  return tidy({ ...plan, repeats: Math.min(MAX_REPEATS, Math.max(1, repeats)) });
}

export function withBase(plan: SweepPlan, base: Partial<SweepPlan['base']>): SweepPlan {
  return { ...plan, base: { ...plan.base, ...base } };
}

export function withBaseSettings(plan: SweepPlan, change: (settings: Settings) => Settings): SweepPlan {
  const settings = change(plan.base.settings);
  return settings === plan.base.settings ? plan : withBase(plan, { settings });
}

/** Removes what no plan may have: repeats of a varied seed, and a reference that no longer exists. */
function tidy(plan: SweepPlan): SweepPlan {
  const variesSeed = plan.axes.some(({ parameter }) => parameter === 'seed');
  return { ...plan, repeats: variesSeed ? 1 : plan.repeats, referenceId: null };
}

export interface SelectedRange {
  readonly parameter: SweepParameter;
  readonly values: readonly number[];
}

/** Evenly spaced values over a selected range of a slider; null when the range cannot hold two. */
export function selectedRange(
  parameter: ParameterName,
  from: number,
  to: number,
  count = RANGE_VALUES,
): SelectedRange | null {
  if (!isSweepParameter(parameter) || PARAMETERS[parameter].kind !== 'number') return null;
  const values = valuesBetween(parameter, from, to, count);
  return values.length < 2 ? null : { parameter, values };
}

/** A sweep based on a column: the same request, with its temperature varied. */
export function sweepOfColumn(plan: ColumnsPlan, column: Column): SweepPlan {
  const { connectionId, model, settings } = column;
  const prompt = requestedPrompt(column.prompt === undefined ? plan : column);
  const kept = { ...plannedPrompt(prompt), checks: plan.checks };
  return starterAround(kept, { connectionId, model, settings });
}

export function starterAround(
  { prompt, asIds, checks }: Pick<SweepPlan, 'prompt' | 'asIds' | 'checks'>,
  base: SweepPlan['base'],
): SweepPlan {
  return {
    kind: 'sweep',
    prompt,
    ...(asIds && { asIds }),
    ...(checks && { checks }),
    base,
    axes: [{ parameter: 'temperature', values: startValues('temperature') }],
    repeats: 1,
    referenceId: null,
  };
}
