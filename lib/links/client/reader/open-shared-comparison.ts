import { newColumnId } from '@/lib/compare/client/column-edits';
import type { Opened } from '@/lib/compare/client/compare-store';
import { loadNewPlan } from '@/lib/compare/client/new-plan-storage';
import { starterAround } from '@/lib/compare/client/sweep-edits';
import { type ComparisonPlan, comparisonPlanSchema, type Variant } from '@/lib/compare/model/plan';
import { cellAt, kindOf, type PlannedPrompt, planOfVariants, pointOf } from '@/lib/compare/model/plan-cells';
import type { Connection } from '@/lib/connections/model/connections';
import type {
  SharedColumn,
  SharedColumns,
  SharedComparison,
  SharedSweep,
} from '@/lib/links/model/shared-comparison';
import { modelsOfAxis } from '@/lib/links/model/shared-labels';
import type { SharedRun } from '@/lib/links/model/shared-run';
import { holdsMark } from '@/lib/links/model/withhold-hints';
import { checkField } from '@/lib/protocol/request/completion-request';
import { promptOfTexts } from '@/lib/protocol/request/prompts';
import { DEFAULT_SETTINGS, type Settings, settingsFromRequest } from '@/lib/protocol/request/settings';
import { fittingConnection } from './fitting-connection';
import { loadShared } from './load-shared';
import { requestOfShared } from './shared-request';

/** A new comparison filled in from a shared link; the one being composed is stashed. Throws `ApiError`. */
export async function openSharedComparison(
  slug: string,
  connections: readonly Connection[],
): Promise<Opened> {
  const shared = await loadShared(slug);
  if (shared.kind !== 'comparison')
    throw new Error(`This link shows a ${shared.kind}. Open it in the playground.`);
  const { plan, unavailable } = planOfShared(shared, connections);
  const title = shared.title;
  return { source: { plan, title }, stashed: loadNewPlan(kindOf(plan)), unavailable };
}

interface PlanOfShared {
  readonly plan: ComparisonPlan;
  /** The link's models that the practice model replaces. */
  readonly unavailable: readonly string[];
}

/**
 * A plan with the requests that the link shows, on the reader's own connections. What was not shared is as in
 * a new plan.
 */
export function planOfShared(shared: SharedComparison, connections: readonly Connection[]): PlanOfShared {
  const { compared } = shared;
  const unavailable = new Set<string>();
  const runsOn = (model: string | undefined) => {
    const { standsIn, ...fitting } = fittingConnection(connections, model, null);
    if (standsIn && model !== undefined) unavailable.add(model);
    return fitting;
  };
  const prompt = promptOf(shared);
  const planned =
    compared.kind === 'columns' ? columnsOf(compared, prompt, runsOn) : sweepOf(compared, prompt, runsOn);
  const checks = shared.checks?.filter((check) => !holdsMark(check)) ?? [];
  const plan = checks.length === 0 ? planned : { ...planned, checks };
  return { plan, unavailable: [...unavailable] };
}

type RunsOn = (model: string | undefined) => { readonly connectionId: string; readonly model: string };

/** Where something is redacted in ids, they are none any more, and stay texts. */
function promptOf({ prompt = '', promptAsIds }: Pick<SharedRun, 'prompt' | 'promptAsIds'>): PlannedPrompt {
  const areIds = promptAsIds && checkField('prompt', promptOfTexts(prompt, true)) === null;
  return { prompt, ...(areIds && { asIds: true }) };
}

function columnsOf(
  { columns, reference }: SharedColumns,
  prompt: PlannedPrompt,
  runsOn: RunsOn,
): ComparisonPlan {
  const planned = columns.map((column) => variantOf(column, runsOn));
  const referenceId = planned[reference ?? -1]?.id ?? null;
  // A link has at least one.
  return planOfVariants(prompt, planned as [Variant, ...Variant[]], { referenceId });
}

function variantOf(
  {
    name,
    model,
    parameters,
    ...own
  }: Pick<SharedColumn, 'name' | 'model' | 'parameters' | 'prompt' | 'promptAsIds'>,
  runsOn: RunsOn,
): Variant {
  return {
    id: newColumnId(),
    name: name?.trim() ? name.trim().slice(0, 80) : null,
    ...runsOn(model),
    settings: settingsOf(parameters),
    ...(own.prompt !== undefined && promptOf(own)),
  };
}

/**
 * Axes that were not shared, or that cannot be sent (a value was partly redacted), are replaced by those of a
 * new sweep.
 */
function sweepOf(sweep: SharedSweep, prompt: PlannedPrompt, runsOn: RunsOn): ComparisonPlan {
  const base = {
    ...runsOn(sweep.model ?? modelOf(sweep)),
    settings: settingsOf(sweep.parameters),
    ...prompt,
  };
  const { variables, inputs } = sweep;
  const rows = inputs?.rows.map((values, at) => ({ id: at.toString(36), values }));
  const axes = sweep.axes?.map((axis) => {
    if (axis.kind === 'variants')
      return { kind: 'variants', variants: axis.variants.map((own) => variantOf(own, runsOn)) };
    if (axis.kind === 'model')
      return { kind: 'model', models: axis.models.map(({ model }) => runsOn(model)) };
    if (axis.kind === 'prompt') return { kind: 'prompt', prompts: axis.prompts.map(promptOf) };
    return axis;
  });
  const { repeats, reference } = sweep;
  const read = comparisonPlanSchema.safeParse({
    ...{ base, axes, repeats, referenceId: null },
    ...(variables && { variables }),
    ...(inputs && { inputs: { columns: inputs.columns, rows } }),
  });
  if (!read.success) return starterAround(base);
  const plan = read.data;
  const referenceId = reference && cellAt(plan, reference);
  return referenceId !== null && pointOf(plan, referenceId) ? { ...plan, referenceId } : plan;
}

/** The first of those that an axis varies. */
function modelOf({ axes = [] }: SharedSweep): string | undefined {
  return axes.flatMap(modelsOfAxis)[0];
}

function settingsOf(parameters: SharedRun['parameters']): Settings {
  if (parameters === undefined) return DEFAULT_SETTINGS;
  const read = requestOfShared({ parameters });
  return read.ok
    ? settingsFromRequest({ ...read.request, model: '', prompt: '' }, read.retries ?? undefined)
    : DEFAULT_SETTINGS;
}
