import { differingSettings, valuesListed } from '@/lib/compare/model/plan-differences';
import { settingText } from '@/lib/compare/model/settings-table';
import { parameterSpec } from '@/lib/protocol/request/parameters';
import { visibleName } from '@/lib/protocol/tokens/hidden-characters';
import type { Shared } from './shared';
import { runsOfShared } from './shared-cell-runs';
import type { SharedComparison } from './shared-comparison';
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

export function promptLabelOf(at: number, count: number, asIds = false): string {
  return `${count > 1 ? `Prompt ${at + 1}` : 'Prompt'}${asIds ? ' (token IDs)' : ''}`;
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

/** The page's title: that of the link, or the beginning of the prompt. */
export function sharedTitle(shared: Shared): string {
  return visibleName(shared.title ?? (cut(folded(firstPrompt(shared)), 70) || `A shared ${shared.kind}`));
}

/**
 * Whether the title is written so in the shared texts. One that was made of the prompt may be cut or tidied: what is
 * selected in it could then not be found in the prompt, and so not be redacted.
 */
export function isTitleVerbatim(shared: Shared): boolean {
  return (shared.title ?? firstPrompt(shared)).includes(sharedTitle(shared));
}

function firstPrompt(shared: Shared): string {
  const [first] = runsOfShared(shared);
  const requested = shared.prompt ?? first?.run.prompt ?? '';
  return typeof requested === 'string' ? requested : (requested[0] ?? '');
}

/** Its first lines joined into one; for a comparison, preceded by what was compared. */
export function sharedSummary(shared: Shared): string {
  const outputs = runsOfShared(shared).flatMap(({ run }) => run.outputs ?? []);
  const first = cut(folded(outputs.find(({ text }) => text.trim() !== '')?.text ?? ''), 200);
  if (shared.kind === 'comparison') return [comparedLabel(shared), first].filter(Boolean).join('. ');
  return first || 'A shared run of a text completion model.';
}

/** Each model once, in the order of the page. */
export function sharedModels(shared: Shared): string[] {
  if (shared.kind === 'run') return shared.model === undefined ? [] : [shared.model];
  const { compared } = shared;
  const models = compared.kind === 'sweep' ? [compared.model] : compared.columns.map(({ model }) => model);
  return [...new Set(models.filter((model) => model !== undefined && model !== ''))] as string[];
}

/** `3 columns · temperature 0 / 0.7 / 1.2`, `Sweep of 20 · temperature 0 / 1 × top P 0.5 / 1`. */
export function comparedLabel(shared: SharedComparison): string {
  const { compared } = shared;
  if (compared.kind === 'sweep') {
    const axes = (compared.axes ?? []).map(({ parameter, values }) =>
      valuesListed(
        parameterSpec(parameter).label,
        values.map((value) => settingText(parameter, value)),
      ),
    );
    const count = compared.rows * compared.columns;
    return [`Sweep of ${count}`, axes.join(' × ')].filter(Boolean).join(' · ');
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

function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = text.lastIndexOf(' ', length);
  return `${text.slice(0, end > length / 2 ? end : length).trimEnd()}…`;
}
