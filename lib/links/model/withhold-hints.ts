import type { Pace } from '@/lib/runs/model/pace';
import { REDACTED } from './redact';
import type { Shared } from './shared';
import type { SharedAnswer, SharedComparison } from './shared-comparison';
import type { SharedDocument } from './shared-document';
import type { SharedRun } from './shared-run';

/**
 * Removes from a copy whatever would help to guess its redacted parts:
 * - alternatives everywhere: they name what else could have come, and that is often what is hidden;
 * - `seed`, `logit_bias`, `stop_token_ids` and fields that we do not know: the first lets a guess be run again,
 *   the others may name tokens;
 * - prompts of token ids, which are hidden when the copy is made (copy-run.ts);
 * - token counts, and `max_tokens` when it ended a text with a hidden part: minus the readable tokens, they
 *   give the length of the hidden part; and with them the cost, and the raw answer, which has both;
 * - for a text with a hidden part, its duration, and the pause of the hidden part in its replay.
 *
 * Idempotent. Also applied to copies made before this function existed, when they are read.
 *
 * @param always also when nothing is redacted: an alternative may be what the owner wants hidden
 */
export function withholdHints(shared: SharedRun, always?: boolean): SharedRun;
export function withholdHints(shared: SharedComparison, always?: boolean): SharedComparison;
export function withholdHints(shared: SharedDocument, always?: boolean): SharedDocument;
export function withholdHints(shared: Shared, always?: boolean): Shared;
export function withholdHints(shared: Shared, always = false): Shared {
  if (!always && !isRedacted(shared)) return shared;
  if (shared.kind === 'document') return documentWithout(shared);
  const names = withheldNames(shared);
  if (shared.kind === 'run') {
    const { parameters } = shared;
    return {
      ...answerWithout(shared),
      ...(parameters && { parameters: without(parameters, names) }),
    };
  }
  const { compared } = shared;
  if (compared.kind === 'columns') {
    const columns = compared.columns.map(({ answer, ...column }) => ({
      ...column,
      ...(column.parameters && { parameters: without(column.parameters, names) }),
      answer: answer && answerWithout(answer),
    }));
    return { ...shared, compared: { ...compared, columns } };
  }
  const { parameters, axes, cells } = compared;
  return {
    ...shared,
    compared: {
      ...compared,
      ...(parameters && { parameters: without(parameters, names) }),
      ...(axes && {
        axes: axes.map((axis) => {
          if (axis.kind === 'variants')
            return { ...axis, variants: axis.variants.map((own) => variantWithout(own, names)) };
          const isNamed = axis.kind === 'parameter' && names.has(axis.parameter);
          return isNamed ? { ...axis, values: axis.values.map(() => REDACTED) } : axis;
        }),
      }),
      cells: cells.map(({ answer, ...cell }) => ({
        ...cell,
        answer: answer && answerWithout(answer),
      })),
    },
  };
}

function variantWithout<Variant extends { readonly parameters?: Record<string, unknown> | undefined }>(
  variant: Variant,
  names: ReadonlySet<string>,
): Variant {
  return variant.parameters ? { ...variant, parameters: without(variant.parameters, names) } : variant;
}

/** Which of its runs a hidden part comes from, and how they ended, is not known: `max_tokens` goes wherever one is. */
function documentWithout(shared: SharedDocument): SharedDocument {
  const names = new Set([...ALWAYS_WITHHELD, ...(hasHiddenText(shared) ? ['max_tokens'] : [])]);
  return {
    ...shared,
    runs: shared.runs.map(({ parameters, ...run }) => ({
      ...run,
      ...(parameters && { parameters: without(parameters, names) }),
    })),
    branches: shared.branches.map((branch) => ({
      ...branch,
      pieces: branch.pieces.map((piece) => withoutAlternatives(piece)),
    })),
  };
}

function hasHiddenText({ branches }: SharedDocument): boolean {
  return branches.some(({ pieces }) => pieces.some(({ text }) => text.includes(REDACTED)));
}

/** Whether something in it is redacted. */
export function isRedacted(shared: Shared): boolean {
  if (shared.kind === 'document') {
    const names = shared.branches.map(({ name }) => name);
    return hasHiddenText(shared) || holdsMark([shared.title, shared.runs, names]);
  }
  if (answersOf(shared).some(({ outputs = [] }) => outputs.some(hasMark))) return true;
  const { title, prompt } = shared;
  if (shared.kind === 'run') return holdsMark([title, prompt, shared.model, shared.parameters]);
  const { compared, checks } = shared;
  return compared.kind === 'columns'
    ? holdsMark([title, prompt, checks, compared.columns.map((column) => ({ ...column, answer: null }))])
    : holdsMark([title, prompt, checks, { ...compared, cells: null }]);
}

function hasMark({ text, finishReason }: Pick<Outputs[number], 'text' | 'finishReason'>): boolean {
  return holdsMark([text, finishReason]);
}

function answersOf(shared: SharedRun | SharedComparison): Pick<SharedAnswer, 'outputs'>[] {
  if (shared.kind === 'run') return [shared];
  const { compared } = shared;
  const cells = compared.kind === 'columns' ? compared.columns : compared.cells;
  return cells.flatMap(({ answer }) => answer ?? []);
}

const ALWAYS_WITHHELD = ['seed', 'logit_bias', 'stop_token_ids', 'extra_body'];

function withheldNames(shared: SharedRun | SharedComparison): ReadonlySet<string> {
  const endedByLength = answersOf(shared).some(({ outputs = [] }) =>
    outputs.some(({ text, finishReason }) => text.includes(REDACTED) && finishReason === 'length'),
  );
  return new Set([...ALWAYS_WITHHELD, ...(endedByLength ? ['max_tokens'] : [])]);
}

function without(parameters: Record<string, unknown>, names: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => !names.has(name)));
}

/** Whether any text in a JSON value is redacted. */
export function holdsMark(value: unknown): boolean {
  if (typeof value === 'string') return value.includes(REDACTED);
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsMark);
}

type Outputs = NonNullable<SharedAnswer['outputs']>;

function answerWithout<Answer extends SharedAnswer>(answer: Answer): Answer {
  const { usage: _usage, cost: _cost, raw: _raw, ...rest } = answer;
  const { outputs, timings, pace } = answer;
  const isCut = outputs?.some(({ text }) => text.includes(REDACTED)) === true;
  return {
    ...(rest as Answer),
    ...(outputs && { outputs: outputs.map((output) => withoutAlternatives(output)) }),
    ...(timings && isCut && { timings: { ...timings, durationMs: null } }),
    ...(pace && outputs && { pace: withoutPauses(pace, outputs) }),
  };
}

function withoutAlternatives<Output extends Pick<Outputs[number], 'tokens'>>(output: Output): Output {
  if (output.tokens === undefined) return output;
  return { ...output, tokens: output.tokens.map((token) => ({ ...token, top: [] })) };
}

/** Shorter gaps are not visible. */
const GAP_MS = 30;

/** Text after a mark follows it without a pause. */
function withoutPauses(pace: Pace, outputs: Outputs): Pace {
  const choices = new Map<number, { ends: Set<number>; shown: number; at: number; shift: number }>();
  const moved = pace.map(([ms, index, characters]): Pace[number] => {
    const known = choices.get(index);
    const choice = known ?? { ends: marksIn(outputs, index), shown: 0, at: 0, shift: 0 };
    choices.set(index, choice);
    if (choice.ends.has(choice.shown)) {
      choice.shift = Math.max(choice.shift, ms - choice.at - GAP_MS);
    }
    choice.at = Math.max(choice.at, ms - choice.shift);
    choice.shown += characters;
    return [choice.at, index, characters];
  });
  return moved.sort(([one], [other]) => one - other);
}

/** The offsets where the redaction marks of an output end. */
function marksIn(outputs: Outputs, index: number): Set<number> {
  const text = outputs.find((output) => output.index === index)?.text ?? '';
  const ends = new Set<number>();
  for (let at = text.indexOf(REDACTED); at >= 0; at = text.indexOf(REDACTED, at + REDACTED.length)) {
    ends.add(at + REDACTED.length);
  }
  return ends;
}
