import type { SharedRun } from './shared-run';

type SharedOutput = NonNullable<SharedRun['outputs']>[number];

/** One prompt with what was written to it. */
export interface SharedSection {
  /** Null where the prompt was not shared. */
  readonly prompt: string | null;
  /** "Prompt", numbered where there are several. */
  readonly promptLabel: string;
  readonly outputs: readonly (SharedOutput & { readonly label: string })[];
}

/**
 * The texts of a shared run in the order in which they are read. Choice index = i + promptIndex · n; without the
 * parameters, n is what the numbers of prompts and outputs say.
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
      promptLabel: several ? `Prompt ${at + 1}` : 'Prompt',
      outputs: own.map((output, place) => ({
        ...output,
        label:
          own.length === 1
            ? several
              ? `Output ${at + 1}`
              : 'Output'
            : `Output ${several ? `${at + 1}.` : ''}${place + 1}`,
      })),
    };
  });
}

function choicesPerPrompt({ parameters, outputs }: SharedRun, prompts: number): number {
  const n = parameters?.n;
  if (typeof n === 'number' && n >= 1) return n;
  return parameters ? 1 : Math.max(1, Math.ceil((outputs?.length ?? 0) / prompts));
}

/** What a server sent too much belongs to the last prompt. */
function promptOf(index: number, n: number, prompts: number): number {
  return Math.min(prompts - 1, Math.floor(index / n));
}

/** What the page is called: its title, or else the beginning of what the model read. */
export function sharedTitle(run: SharedRun): string {
  const prompt = typeof run.prompt === 'string' ? run.prompt : run.prompt?.[0];
  return run.title ?? (cut(folded(prompt ?? ''), 70) || 'A shared run');
}

/** Its first lines, in one. */
export function sharedSummary(run: SharedRun): string {
  const first = run.outputs?.find(({ text }) => text.trim() !== '')?.text ?? '';
  return cut(folded(first), 200) || 'A run of a text completion model, shared by link.';
}

/** The text after the gap that the model was to fill. */
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
