import type { Check } from '@/lib/compare/model/checks';
import type { Axis, AxisOf, ComparisonPlan, PlanBase } from '@/lib/compare/model/plan';
import {
  type CellPoint,
  cellsOf,
  gridSize,
  isExpected,
  kindOf,
  type PlannedPrompt,
  pointOf,
  requestedPrompt,
  requestOfCell,
  settingsOfCell,
  templateOfCell,
  variantsOf,
  variedBy,
} from '@/lib/compare/model/plan-cells';
import { isOfIds } from '@/lib/protocol/request/prompts';
import { buildRequest, sameValue } from '@/lib/protocol/request/settings';
import type { Prompt } from '@/lib/protocol/request/value-kinds';
import { emptyRunState } from '@/lib/protocol/run/run-state';
import {
  cleaned,
  cleanedStop,
  type SharableRun,
  type SharedParts,
  type ShareTerms,
  shareParts,
} from './copy-run';
import { maxHidden } from './max-hidden';
import { cleanDeep, REDACTED } from './redact';
import { createRedactionFinder } from './redaction-finder';
import { withRow } from './shared-cell-runs';
import type {
  SharedAnswer,
  SharedAxis,
  SharedColumn,
  SharedColumns,
  SharedComparison,
  SharedSweep,
} from './shared-comparison';
import { withholdHints } from './withhold-hints';

/**
 * The parts of a comparison that a link is made from: the last run of each cell, by cell; absent when there
 * is none.
 */
export interface SharableComparison {
  readonly plan: ComparisonPlan;
  readonly runs: ReadonlyMap<string, SharableRun>;
}

/**
 * The copy of a comparison that a link shows. A column shows its run's request, which its text answers, even
 * when the plan has changed since; a sweep's cells are identified by the plan, so only runs that match the
 * plan are shown. Connections, ids of columns and notes are left out. @throws Error for a run that has not
 * ended
 *
 * @param pause lets other work run: thousands of cells with redactions take seconds
 */
export async function copyComparison(
  { plan, runs }: SharableComparison,
  { title, include, redactions, wholeWords, sharedAt }: ShareTerms,
  pause: () => Promise<void>,
): Promise<SharedComparison> {
  const finder = createRedactionFinder(redactions, wholeWords);
  const context: CopyContext = {
    clean: (text) => cleaned(text, finder),
    cleanStop: (text) => cleanedStop(text, finder),
    include,
    parts: (run) => shareParts(run, include, finder),
    hidesSomething: redactions.length > 0,
    pause,
  };
  const shared: SharedComparison = {
    version: 1,
    kind: 'comparison',
    title: title === null ? null : context.clean(title),
    sharedAt,
    ...checksOf(plan, context, redactions.length > 0),
    ...(await (kindOf(plan) === 'columns' ? columnsOf(plan, runs, context) : sweepOf(plan, runs, context))),
  };
  return withholdHints(shared, redactions.length > 0);
}

/**
 * The checks go with the outputs. A value that has a hidden text, is a part of one, or overlaps one, is hidden as a whole; so
 * is a pattern beside anything hidden, since it can describe a text without naming it.
 */
function checksOf(
  { checks = [] }: ComparisonPlan,
  { include, cleanStop }: CopyContext,
  isAnythingHidden: boolean,
): Pick<SharedComparison, 'checks'> {
  if (!include.outputs || checks.length === 0) return {};
  const clean = (text: string) => (cleanStop(text).includes(REDACTED) ? REDACTED : text);
  return {
    checks: checks.map((check): Check => {
      if (check.kind === 'length' || check.kind === 'equals_expected') return check;
      if (check.kind === 'json') return { ...check, keys: check.keys.map(clean) };
      const isHidden = isAnythingHidden && check.kind === 'matches';
      return { ...check, value: isHidden ? REDACTED : clean(check.value) };
    }),
  };
}

interface CopyContext {
  readonly clean: (text: string) => string;
  readonly cleanStop: (text: string) => string;
  readonly include: ShareTerms['include'];
  readonly parts: (run: SharableRun) => SharedParts;
  readonly hidesSomething: boolean;
  readonly pause: () => Promise<void>;
}

type SharedPart = Pick<SharedComparison, 'prompt' | 'promptAsIds' | 'compared'>;

async function columnsOf(
  plan: ComparisonPlan,
  runs: SharableComparison['runs'],
  context: CopyContext,
): Promise<SharedPart> {
  const columns: { name: string | null; requested: Prompt; isRun: boolean; parts: SharedParts }[] = [];
  for (const { id, name } of variantsOf(plan)) {
    await context.pause();
    const run = runs.get(id);
    const requested = run ?? unrun(requestOfCell(plan, id)?.request ?? buildRequest(EMPTY).request);
    columns.push({
      name,
      requested: requested.request.prompt,
      isRun: run !== undefined,
      parts: context.parts(requested),
    });
  }
  const prompts = columns.map(({ requested }) => requested);
  const shared = prompts[0] ?? '';
  const promptOf = (prompt: Prompt) =>
    maxHidden(
      columns.map(({ requested, parts }) => (sameValue(requested, prompt) ? parts.prompt : undefined)),
    );
  const first = promptOf(shared);
  const compared: SharedColumns = {
    kind: 'columns',
    columns: columns.map(({ name, requested, isRun, parts }): SharedColumn => {
      const own = sameValue(requested, shared) ? undefined : promptOf(requested);
      const { model, parameters } = parts;
      return {
        name: name === null ? null : context.clean(name),
        ...(own !== undefined && sharedPrompt(own, requested)),
        ...(model !== undefined && { model }),
        ...(parameters !== undefined && { parameters }),
        answer: isRun ? answerOf(parts, true) : null,
      };
    }),
    reference: indexOrNull(variantsOf(plan).findIndex(({ id }) => id === plan.referenceId)),
  };
  return { ...(first !== undefined && sharedPrompt(first, shared)), compared };
}

function sharedPrompt(
  prompt: string | string[],
  requested: Prompt,
): Pick<SharedComparison, 'prompt' | 'promptAsIds'> {
  return { prompt, ...(isOfIds(requested) && { promptAsIds: true }) };
}

async function sweepOf(
  { base, axes, ...plan }: ComparisonPlan,
  runs: SharableComparison['runs'],
  context: CopyContext,
): Promise<SharedPart> {
  const { include, clean } = context;
  const whole = { base, axes, ...plan };
  const cells: CopiedCell[] = [];
  for (const key of cellsOf(whole)) {
    await context.pause();
    const point = pointOf(whole, key);
    if (point === null) continue;
    const { input, ...place } = point;
    const run = runs.get(key);
    const fits = run !== undefined && fitsCell(whole, key, run);
    cells.push({
      key,
      point,
      shown: { ...place, ...(input > 0 && { input }) },
      parts: fits ? context.parts(run) : null,
    });
  }
  const asked = (planned: PlanBase) =>
    context.parts(unrun(buildRequest({ ...planned, prompt: requestedPrompt(planned) }).request));
  const common = asked(base);
  const { table, isHidden } = await tableOf(whole, cells, asked, context);
  /** Of a text with variables, its runs have others: as it is, or hidden as a whole where it would show a hidden text. */
  const promptAt = (parts: readonly SharedParts[], planned: PlannedPrompt) => {
    const hasVariables = plan.variables && JSON.stringify(planned.prompt).includes('{{');
    const [own] = parts;
    if (!hasVariables || own?.prompt === undefined) return promptIn(parts, requestedPrompt(planned));
    const { prompt } = own;
    const shown = isHidden ? (typeof prompt === 'string' ? REDACTED : prompt.map(() => REDACTED)) : prompt;
    return sharedPrompt(shown, requestedPrompt(planned));
  };
  const cellParts = cells.flatMap(({ parts }) => parts ?? []);
  const varied = new Set<string>(axes.map(variedBy));
  /** Whether a text with variables has to be hidden as a whole. */
  const hides = (text: unknown) =>
    plan.variables === true && JSON.stringify(text ?? '').includes('{{') && isHidden;
  // A variant's own prompt is another text.
  const ofBase = cells.flatMap(({ point, parts }) =>
    parts &&
    axes.every(
      (axis, which) =>
        axis.kind !== 'variants' ||
        axis.variants[which === 0 ? point.row : point.column]?.prompt === undefined,
    )
      ? [parts]
      : [],
  );
  /** What was sent in the cells with a value of an axis. */
  const partsAt = (axis: number, at: number) =>
    cells.flatMap(({ point, parts }) =>
      at === (axis === 0 ? point.row : point.column) ? (parts ?? []) : [],
    );
  const sharedAxis = (axis: Axis, which: number): SharedAxis => {
    switch (axis.kind) {
      case 'variants':
        return {
          kind: 'variants',
          variants: axis.variants.map((variant, at) => {
            const { name, id: _id, fromRunId: _run, ...own } = variant;
            const { model, parameters } = asked({ ...base, ...own });
            const isOwn = variant.prompt !== undefined && !varied.has('prompt');
            const planned = { prompt: variant.prompt ?? '', asIds: variant.asIds };
            return {
              name: name === null ? null : clean(name),
              ...(model !== undefined && !varied.has('model') && { model }),
              ...(parameters !== undefined && {
                parameters: commonOf(
                  parameters,
                  [asked({ ...base, ...own }), ...partsAt(which, at)],
                  varied,
                  hides,
                ),
              }),
              ...(isOwn &&
                promptAt([asked({ ...base, asIds: false, ...own }), ...partsAt(which, at)], planned)),
            };
          }),
        };
      case 'model':
        return { kind: 'model', models: axis.models.map(({ model }) => ({ model: clean(model) })) };
      case 'prompt':
        return {
          kind: 'prompt',
          prompts: axis.prompts.map((planned, at) => {
            const parts = [asked({ ...base, asIds: false, ...planned }), ...partsAt(which, at)];
            return promptAt(parts, planned);
          }),
        };
      case 'parameter':
        return sharedParameter(axis, (at) => partsAt(which, at), context, hides);
    }
  };
  const compared: SharedSweep = {
    kind: 'sweep',
    ...(include.parameters && {
      ...(!varied.has('model') && !varied.has('variants') && { model: clean(base.model) }),
      parameters: varied.has('variants')
        ? {}
        : commonOf(common.parameters ?? {}, [common, ...cellParts], varied, hides),
      axes: axes.map(sharedAxis),
    }),
    ...gridSize(axes),
    repeats: plan.repeats,
    ...(plan.inputs && { inputRows: plan.inputs.rows.length }),
    ...(include.prompt && plan.variables && { variables: true }),
    ...(table && { inputs: table }),
    cells: cells.map(({ shown, parts }) => ({ ...shown, answer: parts && answerOf(parts, false) })),
    reference: referencePoint(whole),
  };
  const prompt = varied.has('prompt') ? {} : promptAt([common, ...ofBase], base);
  return { ...prompt, compared };
}

/** Whether a sweep's cell shows this run: imported ones may belong to a different plan. */
export function fitsCell(
  plan: ComparisonPlan,
  cell: string,
  { request }: Pick<SharableRun, 'request'>,
): boolean {
  return sameValue(request.prompt, requestOfCell(plan, cell)?.request.prompt);
}

function hasVariables(text: unknown): boolean {
  return typeof text === 'string' && text.includes('{{');
}

interface CopiedCell {
  readonly key: string;
  readonly point: CellPoint;
  readonly shown: Omit<CellPoint, 'input'> & { readonly input?: number };
  readonly parts: SharedParts | null;
}

/**
 * The table as far as it is shown: each value with its hidden parts redacted. A hidden text can also stand across a value and
 * the text around it, or begin there and go on in an output: then all values of that row are hidden, and the texts with
 * variables as well (`isHidden`, also where the table is not shown: stop texts may have variables). What an output is expected
 * to be says how a hidden text in it goes on, like a stop text, and what a mark in an output stands for.
 */
async function tableOf(
  plan: ComparisonPlan,
  cells: readonly CopiedCell[],
  asked: (planned: PlanBase) => SharedParts,
  { include, clean, cleanStop, hidesSomething, pause }: CopyContext,
): Promise<{ readonly table: SharedSweep['inputs']; readonly isHidden: boolean }> {
  const { inputs, variables } = plan;
  const isShown = include.prompt && variables === true && inputs !== undefined;
  if (!variables || (!isShown && !hidesSomething)) return { table: undefined, isHidden: false };
  const columns = (inputs?.columns ?? []).map(clean);
  const areExpected = (inputs?.columns ?? []).map(isExpected);
  const rows: string[][] = [];
  for (const { values } of inputs?.rows ?? []) {
    await pause();
    rows.push(values.map((value, at) => (areExpected[at] ? cleanStop(value) : clean(value))));
  }
  const table = isShown ? { columns, rows } : undefined;
  if (!hidesSomething) return { table, isHidden: false };
  const across = new Set<number>();
  const withMarks = new Set<number>();
  const templates = new Map<string, SharedParts>();
  for (const { key, point, parts } of cells) {
    await pause();
    if (parts?.outputs?.some(({ text }) => text.includes(REDACTED))) withMarks.add(point.input);
    const place = `${point.row}:${point.column}`;
    const template = templateOfCell(plan, key);
    const planned = settingsOfCell(plan, key);
    if (template === null || planned === null) continue;
    const known = templates.get(place) ?? asked(template);
    templates.set(place, known);
    const row = rows[point.input];
    const shown = withRow(known, (name) => row?.[columns.indexOf(name)]);
    if (!sameTexts(known, shown, parts ?? asked(planned))) across.add(point.input);
  }
  for (const input of withMarks) {
    rows[input] = rows[input]?.map((value, at) => (areExpected[at] ? REDACTED : value)) ?? [];
  }
  for (const input of across) rows[input] = rows[input]?.map(() => REDACTED) ?? [];
  return { table, isHidden: across.size > 0 };
}

/** Whether texts with variables are redacted alike, filled in before and after. */
function sameTexts(template: SharedParts, one: SharedParts, other: SharedParts): boolean {
  const textsOf = ({ prompt, parameters }: SharedParts) =>
    [prompt, parameters?.suffix, parameters?.stop].flatMap((text) => text ?? []).map((text) => `${text}`);
  const [written, first, second] = [template, one, other].map(textsOf);
  return (written ?? []).every(
    (text, at) => !hasVariables(text) || marked(first?.[at]) === marked(second?.[at]),
  );
}

/** Marks side by side are one: where the seam is, one text may end and another begin. */
function marked(text = ''): string {
  return text.replaceAll(/(?:████)+/g, REDACTED);
}

/** A prompt as far as all who sent it show it; nothing where prompts are not shared. */
function promptIn(
  parts: readonly SharedParts[],
  requested: Prompt,
): Pick<SharedComparison, 'prompt' | 'promptAsIds'> {
  const prompt = maxHidden(parts.map((one) => one.prompt));
  return prompt === undefined ? {} : sharedPrompt(prompt, requested);
}

function sharedParameter(
  axis: AxisOf<'parameter'>,
  partsAt: (at: number) => readonly SharedParts[],
  context: CopyContext,
  hides: (text: unknown) => boolean,
): SharedAxis {
  const { parameter, values } = axis;
  const clean = parameter === 'stop' ? context.cleanStop : context.clean;
  return {
    ...axis,
    values: values.map((value, at) => {
      if ((parameter === 'suffix' || parameter === 'stop') && hides(value)) return REDACTED;
      return parameter === 'suffix' && value !== null
        ? suffixOf(hasVariables(value) ? [] : partsAt(at), String(value), context)
        : (cleanDeep(value, clean) as typeof value);
    }),
  };
}

/** The parameters common to all cells; the suffix is redacted as far as in any of them. */
function commonOf(
  parameters: Record<string, unknown>,
  requested: readonly SharedParts[],
  varied: ReadonlySet<string>,
  hides: (text: unknown) => boolean,
): Record<string, unknown> {
  const common = Object.fromEntries(
    Object.entries(parameters)
      .filter(([name]) => !varied.has(name))
      .map(([name, value]) => [
        name,
        (name === 'suffix' || name === 'stop') && hides(value) ? REDACTED : value,
      ]),
  );
  if (common.suffix === undefined || hasVariables(common.suffix)) return common;
  return { ...common, suffix: maxHidden(requested.map((parts) => suffixIn(parts))) };
}

/** The suffix belongs to the prompt, even when it is what varies. */
function suffixOf(parts: readonly SharedParts[], planned: string, { include, clean }: CopyContext): string {
  if (!include.prompt) return REDACTED;
  return maxHidden([clean(planned), ...parts.map(suffixIn)]) ?? REDACTED;
}

function suffixIn({ parameters }: SharedParts): string | undefined {
  return typeof parameters?.suffix === 'string' ? parameters.suffix : undefined;
}

/** A sweep has no pace and no raw answers: its cells are read, not replayed by the hundred. */
function answerOf(
  { status, outputs, timings, usage, pace, cost, raw }: SharedParts,
  withPace: boolean,
): SharedAnswer {
  return {
    status,
    ...(outputs !== undefined && { outputs }),
    ...(timings !== undefined && { timings }),
    ...(usage !== undefined && { usage }),
    ...(withPace && pace !== undefined && { pace }),
    ...(cost !== undefined && { cost }),
    ...(withPace && raw !== undefined && { raw }),
  };
}

const EMPTY = { model: '', prompt: '', settings: { values: {}, sent: [] } };

/** A cell that was not run, as a run without an answer, so that the same rules apply. */
function unrun(request: SharableRun['request']): SharableRun {
  return { status: 'complete', request, state: { ...emptyRunState(0), status: 'complete' }, pace: null };
}

function indexOrNull(index: number): number | null {
  return index < 0 ? null : index;
}

function referencePoint(plan: ComparisonPlan): SharedSweep['reference'] {
  const point = plan.referenceId == null ? null : pointOf(plan, plan.referenceId);
  if (point === null) return null;
  const { input, ...place } = point;
  return { ...place, ...(input > 0 && { input }) };
}
