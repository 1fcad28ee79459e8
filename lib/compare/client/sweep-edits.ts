import {
  type Axis,
  type AxisValue,
  type ComparisonPlan,
  MAX_REPEATS,
  type PlanBase,
  SWEEP_PARAMETERS,
  type SweepParameter,
} from '@/lib/compare/model/plan';
import { sentBase, settingsOfCell, variedBy } from '@/lib/compare/model/plan-cells';
import { valuesBetween } from '@/lib/compare/model/values-between';
import { recentModels } from '@/lib/connections/client/recent-models';
import {
  PARAMETERS,
  type ParameterName,
  type ParameterOfKind,
  parameterSpec,
} from '@/lib/protocol/request/parameters';
import type { Settings } from '@/lib/protocol/request/settings';
import { fitting, newColumnId } from './column-edits';

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

/** What can be varied in a grid. */
export type Varied = SweepParameter | 'variants' | 'model' | 'prompt';

/** An axis as it starts: a parameter with useful values, the plan's settings, model or prompt with room for another. */
export function startAxis(plan: ComparisonPlan, varied: Varied): Axis {
  const { connectionId, model, settings, prompt, asIds } = sentBase(plan);
  if (varied === 'variants') {
    const variant = () => ({ id: newColumnId(), name: null, connectionId, model, settings });
    return { kind: 'variants', variants: [variant(), variant()] };
  }
  if (varied === 'model') {
    const other = recentModels(connectionId).find((recent) => recent !== model) ?? '';
    return { kind: 'model', models: [model, other].map((name) => ({ connectionId, model: name })) };
  }
  if (varied === 'prompt') {
    return { kind: 'prompt', prompts: [{ prompt, ...(asIds && { asIds }) }, { prompt: '' }] };
  }
  return parameterAxis(varied, startValues(varied));
}

export function parameterAxis(parameter: SweepParameter, values: readonly AxisValue[]): Axis {
  return { kind: 'parameter', parameter, values: [...values] };
}

/** Sets an axis; what was varied there before is replaced. */
export function withAxis(plan: ComparisonPlan, at: number, axis: Axis): ComparisonPlan {
  const { axes } = plan;
  if (axes.some((other, index) => index !== at && variedBy(other) === variedBy(axis))) return plan;
  return withAxes(plan, at < axes.length ? axes.with(at, axis) : [...axes, axis].slice(0, 2));
}

/** The first of the variants, models or prompts that are no longer varied is the one of all cells from now on. */
function withAxes(plan: ComparisonPlan, axes: Axis[]): ComparisonPlan {
  const varied = new Set<string>(axes.map(variedBy));
  const sent = sentBase(plan);
  const { connectionId, model } = varied.has('model') ? plan.base : sent;
  const { prompt, asIds } = varied.has('prompt') ? plan.base : sent;
  const { settings } = varied.has('variants') ? plan.base : sent;
  return fitting(
    plan,
    tidy({ ...plan, base: { connectionId, model, settings, prompt, ...(asIds && { asIds }) }, axes }),
  );
}

/**
 * Sets the values of the axis that varies this parameter; when none does, they take the place of another
 * parameter's, or the free one.
 */
export function withSelected(
  plan: ComparisonPlan,
  parameter: SweepParameter,
  values: readonly AxisValue[],
): ComparisonPlan {
  const { axes } = plan;
  const own = axes.findIndex((axis) => variedBy(axis) === parameter);
  const another = axes.findIndex(({ kind }) => kind === 'parameter');
  const at = [own, another, axes.length < 2 ? axes.length : 0].find((index) => index >= 0) ?? 0;
  return withAxis(plan, at, parameterAxis(parameter, values));
}

/** Adds an axis for the first commonly varied parameter that is not varied yet. */
export function withAnotherAxis(plan: ComparisonPlan): ComparisonPlan {
  const candidates: readonly SweepParameter[] =
    plan.axes.length === 0 ? ['temperature'] : ['top_p', 'temperature'];
  const parameter = candidates.find((name) => plan.axes.every((axis) => variedBy(axis) !== name)) ?? 'top_p';
  return withAxis(plan, plan.axes.length, startAxis(plan, parameter));
}

export function withoutAxis(plan: ComparisonPlan, at: number): ComparisonPlan {
  if (!canLoseAxis(plan)) return plan;
  return withAxes(plan, plan.axes.toSpliced(at, 1));
}

/** Something has to be compared: another axis, or the rows of a table. */
export function canLoseAxis({ axes, inputs }: ComparisonPlan): boolean {
  return axes.length > 1 || inputs !== undefined;
}

export function withSwappedAxes(plan: ComparisonPlan): ComparisonPlan {
  return plan.axes.length < 2 ? plan : withAxes(plan, plan.axes.toReversed());
}

export function withRepeats(plan: ComparisonPlan, repeats: number): ComparisonPlan {
  if (variesSeed(plan)) return plan;
  return fitting(plan, tidy({ ...plan, repeats: Math.min(MAX_REPEATS, Math.max(1, repeats)) }));
}

export function withBase(plan: ComparisonPlan, base: Partial<PlanBase>): ComparisonPlan {
  return { ...plan, base: { ...plan.base, ...base } };
}

export function withBaseSettings(
  plan: ComparisonPlan,
  change: (settings: Settings) => Settings,
): ComparisonPlan {
  const settings = change(plan.base.settings);
  return settings === plan.base.settings ? plan : withBase(plan, { settings });
}

export function variesSeed({ axes }: ComparisonPlan): boolean {
  return axes.some((axis) => variedBy(axis) === 'seed');
}

/** Removes what no plan may have: repeats of a varied seed, and a reference that no longer exists. */
function tidy(plan: ComparisonPlan): ComparisonPlan {
  return { ...plan, repeats: variesSeed(plan) ? 1 : plan.repeats, referenceId: null };
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
export function sweepOfColumn(plan: ComparisonPlan, id: string): ComparisonPlan {
  return starterAround(settingsOfCell(plan, id) ?? plan.base, plan.checks);
}

export function starterAround(base: PlanBase, checks?: ComparisonPlan['checks']): ComparisonPlan {
  const axes = [parameterAxis('temperature', startValues('temperature'))];
  return { base, axes, repeats: 1, referenceId: null, ...(checks && { checks }) };
}
