import * as z from 'zod/mini';
import type { Shared } from './shared';
import { branchesLabel, comparedLabel, sharedModels, sharedTitle } from './shared-labels';

const partSchema = z.enum(['prompt', 'authors', 'parameters', 'outputs', 'probabilities', 'timings']);
type Part = z.infer<typeof partSchema>;

/** Those that there are of each kind. */
const PARTS_OF: Readonly<Record<Shared['kind'], readonly Part[]>> = {
  run: ['prompt', 'parameters', 'outputs', 'probabilities', 'timings'],
  comparison: ['prompt', 'parameters', 'outputs', 'probabilities', 'timings'],
  document: ['authors', 'parameters', 'probabilities'],
};

/**
 * What a link shows, in the words of its owner's list; taken with the copy, of which it has nothing that
 * readers do not see.
 */
export const shareAboutSchema = z.object({
  /** The beginning of the prompt, or of a document's text; empty when it is hidden. */
  words: z.string(),
  models: z.array(z.string()),
  /** What a comparison compared: `3 columns · temperature 0 / 0.7 / 1.2`; of a document `12 branches`. */
  compared: z.optional(z.string()),
  /** Parts that were left out. */
  hidden: z.array(partSchema),
  /** How many texts were redacted. */
  redactions: z.int(),
});
export type ShareAbout = z.infer<typeof shareAboutSchema>;

/** The choices that a link was made with. */
export interface ShareChoices {
  readonly include: { readonly [Name in Part | 'branches']?: boolean | undefined };
  readonly redactions: readonly string[];
}

const MAX_LENGTH = 120;
const MAX_MODELS = 4;

export function aboutShare(shared: Shared, { include, redactions }: ShareChoices): ShareAbout {
  return {
    words: include.prompt || shared.kind === 'document' ? cut(sharedTitle({ ...shared, title: null })) : '',
    models: sharedModels(shared).slice(0, MAX_MODELS).map(cut),
    ...(shared.kind === 'comparison' && { compared: cut(comparedLabel(shared)) }),
    ...(shared.kind === 'document' && include.branches && { compared: branchesLabel(shared) }),
    hidden: PARTS_OF[shared.kind].filter((part) => !include[part]),
    redactions: redactions.length,
  };
}

function cut(text: string): string {
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH - 1).trimEnd()}…`;
}

const PARTS: Readonly<Record<Part, string>> = {
  prompt: 'prompt',
  authors: 'who wrote what',
  parameters: 'settings',
  outputs: 'outputs',
  probabilities: 'probabilities',
  timings: 'timings',
};

/** `Hidden: prompt, timings · 2 items redacted`; null: the link shows everything. */
export function hiddenLabel({ hidden, redactions }: ShareAbout): string | null {
  const parts = [
    hidden.length > 0 && `Hidden: ${hidden.map((part) => PARTS[part]).join(', ')}`,
    redactions > 0 && (redactions === 1 ? '1 item redacted' : `${redactions} items redacted`),
  ].filter((part) => part !== false);
  return parts.length === 0 ? null : parts.join(' · ');
}
