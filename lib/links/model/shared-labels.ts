import { differingSettings, valuesListed } from '@/lib/compare/model/plan-differences';
import { axisLabels, axisTitle } from '@/lib/compare/model/plan-labels';
import { NOT_SENT } from '@/lib/compare/model/settings-table';
import { cutAtWord } from '@/lib/protocol/text/cut-text';
import { visibleName } from '@/lib/protocol/tokens/hidden-characters';
import type { Shared } from './shared';
import { eachRunOfShared } from './shared-cell-runs';
import type { SharedAxis, SharedComparison } from './shared-comparison';
import type { SharedDocument } from './shared-document';
import { piecesOfBranch, textOf } from './shared-document-text';
import type { SharedRun } from './shared-run';
import { sharedSettings } from './shared-settings';

type SharedOutput = NonNullable<SharedRun['outputs']>[number];

/** One prompt with its outputs. */
export interface SharedSection {
  /** Null when the prompt was not shared. */
  readonly prompt: string | null;
  /** "Prompt" or "Prompt (token IDs)", numbered when there are several. */
  readonly promptLabel: string;
  readonly outputs: readonly (SharedOutput & { readonly label: string })[];
}

/**
 * The texts of a shared run in reading order. Choice index = i + promptIndex · n; without the parameters, n
 * is derived from the numbers of prompts and outputs.
 */
export function sharedSections(run: SharedRun): SharedSection[] {
  const outputs = run.outputs ?? [];
  const prompts: readonly (string | null)[] =
    typeof run.prompt === 'string' ? [run.prompt] : (run.prompt ?? [null]);
  const n = choicesPerPrompt(run, prompts.length);
  const several = prompts.length > 1;
  return prompts.map((prompt, at) => {
    const own = several ? outputs.filter(({ index }) => promptOf(index, n, prompts.length) === at) : outputs;
    return {
      prompt,
      promptLabel: promptLabelOf(at, prompts.length, run.promptAsIds),
      outputs: own.map((output, choice) => ({
        ...output,
        label:
          own.length === 1
            ? several
              ? `Output ${at + 1}`
              : 'Output'
            : `Output ${several ? `${at + 1}.` : ''}${choice + 1}`,
      })),
    };
  });
}

/** The prompts that stand above the outputs: that of all, or those that an axis varies. */
export function sharedPrompts(shared: SharedComparison): { readonly label: string; readonly text: string }[] {
  const axes = shared.compared.kind === 'sweep' ? (shared.compared.axes ?? []) : [];
  const varied = axes.flatMap((axis) => (axis.kind === 'prompt' ? axis.prompts : []));
  const own = axes.flatMap((axis) => (axis.kind === 'variants' ? axis.variants : []));
  if (own.length > 0)
    varied.unshift(...(varied.length > 0 ? [] : own.filter(({ prompt }) => prompt !== undefined)));
  return (varied.length > 0 ? varied : [shared]).flatMap(({ prompt = [], promptAsIds }, at) => {
    const texts = [prompt].flat();
    return texts.map((text, index) => {
      if (varied.length === 0) return { label: promptLabelOf(index, texts.length, promptAsIds), text };
      const number = texts.length > 1 ? `${at + 1}.${index + 1}` : `${at + 1}`;
      return { label: promptLabel(number, promptAsIds), text };
    });
  });
}

export function promptLabelOf(at: number, count: number, asIds = false): string {
  return promptLabel(count > 1 ? `${at + 1}` : '', asIds);
}

function promptLabel(number: string, asIds = false): string {
  return `Prompt${number && ` ${number}`}${asIds ? ' (token IDs)' : ''}`;
}

function choicesPerPrompt({ parameters, outputs }: SharedRun, prompts: number): number {
  const n = parameters?.n;
  if (typeof n === 'number' && n >= 1) return n;
  return parameters ? 1 : Math.max(1, Math.ceil((outputs?.length ?? 0) / prompts));
}

/** Surplus outputs of a server belong to the last prompt. */
function promptOf(index: number, n: number, prompts: number): number {
  return Math.min(prompts - 1, Math.floor(index / n));
}

/** The page's title: that of the link, or the beginning of the prompt, or of the document's text. */
export function sharedTitle(shared: Shared): string {
  return visibleName(shared.title ?? (cutAtWord(folded(firstText(shared)), 70) || `A shared ${shared.kind}`));
}

/**
 * Whether the title is written so in the shared texts. One that was made of the prompt may be cut or tidied: what is
 * selected in it could then not be found in the prompt, and so not be redacted.
 */
export function isTitleVerbatim(shared: Shared): boolean {
  return (shared.title ?? firstText(shared)).includes(sharedTitle(shared));
}

/** Whether the title was made of the shared text. */
export function hasMadeTitle(shared: Shared): boolean {
  return shared.title === null && folded(firstText(shared)) !== '';
}

function firstText(shared: Shared): string {
  if (shared.kind === 'document') return shownText(shared);
  const requested = shared.prompt ?? firstRun(shared)?.prompt ?? '';
  return typeof requested === 'string' ? requested : (requested[0] ?? '');
}

function firstRun(shared: Shared): SharedRun | undefined {
  for (const { run } of eachRunOfShared(shared)) return run;
  return undefined;
}

/** The text that a document's owner was in. */
export function shownText(shared: SharedDocument): string {
  return textOf(piecesOfBranch(shared, shared.shown));
}

/** `12 branches`; `1 branch`. */
export function branchesLabel({ branches }: SharedDocument): string {
  return branches.length === 1 ? '1 branch' : `${branches.length.toLocaleString('en')} branches`;
}

/** Its first lines joined into one; for a comparison, preceded by what was compared. */
export function sharedSummary(shared: Shared): string {
  if (shared.kind === 'document') return cutAtWord(folded(shownText(shared)), 200) || 'A shared document.';
  const first = cutAtWord(folded(firstOutput(shared)), 200);
  if (shared.kind === 'comparison') return [comparedLabel(shared), first].filter(Boolean).join('. ');
  return first || 'A shared run of a text completion model.';
}

/** The first that has any text. */
function firstOutput(shared: Shared): string {
  for (const { run } of eachRunOfShared(shared)) {
    const written = run.outputs?.find(({ text }) => text.trim() !== '');
    if (written) return written.text;
  }
  return '';
}

/** Each model once, in the order of the page. */
export function sharedModels(shared: Shared): string[] {
  if (shared.kind === 'run') return shared.model === undefined ? [] : [shared.model];
  if (shared.kind === 'document') return distinctModels(shared.runs.map(({ model }) => model));
  const { compared } = shared;
  const models =
    compared.kind === 'columns'
      ? compared.columns.map(({ model }) => model)
      : [compared.model, ...(compared.axes ?? []).flatMap(modelsOfAxis)];
  return distinctModels(models);
}

export function modelsOfAxis(axis: SharedAxis): (string | undefined)[] {
  const values = axis.kind === 'model' ? axis.models : axis.kind === 'variants' ? axis.variants : [];
  return values.map(({ model }) => model);
}

function distinctModels(models: readonly (string | undefined)[]): string[] {
  return [...new Set(models.filter((model) => model !== undefined && model !== ''))] as string[];
}

/** `3 columns · temperature 0 / 0.7 / 1.2`, `Sweep of 20 · temperature 0 / 1 × top P 0.5 / 1`. */
export function comparedLabel(shared: SharedComparison): string {
  const { compared } = shared;
  if (compared.kind === 'sweep') {
    const axes = (compared.axes ?? []).map((axis) =>
      valuesListed(
        axisTitle(axis),
        axisLabels(axis).map((label) => (label === NOT_SENT ? label.toLowerCase() : label)),
      ),
    );
    const count = compared.rows * compared.columns;
    const rows = compared.inputRows ?? 1;
    const inputs = rows > 1 ? [`${rows.toLocaleString('en')} inputs`] : [];
    return [`Sweep of ${count}`, axes.join(' × '), ...inputs].filter(Boolean).join(' · ');
  }
  const what = differingSettings(sharedSettings(shared));
  const count = compared.columns.length;
  return [count === 1 ? '1 column' : `${count} columns`, ...what].join(' · ');
}

/** The suffix that was sent. */
export function sharedSuffix({ parameters }: SharedRun): string | null {
  const suffix = parameters?.suffix;
  return typeof suffix === 'string' && suffix !== '' ? suffix : null;
}

function folded(text: string): string {
  return text.slice(0, 2000).replace(/\s+/g, ' ').trim();
}
