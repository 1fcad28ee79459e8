import { PARAMETERS } from './parameters';

/**
 * What a request is checked by, apart from any library that checks: bounds that are not in the parameters' table, the
 * sentences, and the rules that join fields. The schema (`request-schema.ts`) and the light check of the browser
 * (`check-run.ts`) both draw on it.
 */

export const MOST_PROMPTS = 64;
/** Prompts × n. */
export const MOST_CHOICES = 128;
export const LONGEST_MODEL = 300;
export const LONGEST_USER = 500;

/** Settings of the r9s client's `retries`; times in milliseconds. */
export const BACKOFF_RULES = {
  initialInterval: { label: 'Retries: first wait', min: 1, max: 60_000, whole: true },
  maxInterval: { label: 'Retries: longest wait', min: 1, max: 600_000, whole: true },
  exponent: { label: 'Retries: growth of the wait', min: 1, max: 10, whole: false },
  maxElapsedTime: { label: 'Retries: time to give up after', min: 0, max: 3_600_000, whole: true },
} as const;

export const TOKEN_ID = /^\d{1,10}$/;

/** Sentences for people, by what is wrong. */
export const SAYS = {
  notANumber: (label: string) => `${label} must be a number.`,
  notWhole: (label: string) => `${label} must be a whole number.`,
  tooSmall: (label: string, min: number) => `${label} must be at least ${min}.`,
  tooLarge: (label: string, max: number) => `${label} must be at most ${max}.`,
  noModel: 'Choose a model.',
  longModel: `A model name has at most ${LONGEST_MODEL} characters.`,
  notAPrompt: 'Prompt must be a text or a list of texts.',
  noPrompt: 'Give at least one prompt.',
  manyPrompts: `At most ${MOST_PROMPTS} prompts in one run.`,
  emptyStop: 'A stop text cannot be empty.',
  noStop: 'Stop needs at least one text.',
  manyStops: `Stop takes at most ${PARAMETERS.stop.maxItems} texts.`,
  notABias: 'Logit bias must be an object of token ids and numbers.',
  notATokenId: 'Logit bias keys are token ids: whole numbers.',
  manyBiases: `Logit bias takes at most ${PARAMETERS.logit_bias.maxItems} tokens.`,
  emptyUser: 'User cannot be empty.',
  longUser: `User has at most ${LONGEST_USER} characters.`,
} as const;

/** Why a prompt is none; null when it is one. */
export function promptRefusal(prompt: unknown): string | null {
  if (typeof prompt === 'string') return null;
  if (!isTextList(prompt)) return SAYS.notAPrompt;
  if (prompt.length < 1) return SAYS.noPrompt;
  return prompt.length > MOST_PROMPTS ? SAYS.manyPrompts : null;
}

export function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** A field to blame, with a sentence. */
export interface RequestIssue {
  /** A parameter, `model`, `prompt`, `retries`, or the name of an unknown field. */
  readonly param: string;
  readonly message: string;
}

/** Fields of a request that bear on each other. */
interface JointFields {
  readonly prompt: string | readonly string[];
  readonly n?: number;
  readonly best_of?: number;
  readonly echo?: boolean;
  readonly max_tokens?: number;
  readonly stream?: boolean;
  readonly stream_options?: object;
}

/** What is wrong with fields that are right by themselves. */
export function jointIssues(request: JointFields): RequestIssue[] {
  const issues: RequestIssue[] = [];
  const blame = (param: string, message: string) => issues.push({ param, message });
  const n = request.n ?? 1;
  if (request.best_of !== undefined && request.best_of < n) {
    blame('best_of', `Best of (${request.best_of}) must be at least the number of choices (${n}).`);
  }
  if (request.best_of !== undefined && request.best_of > n && request.stream) {
    blame(
      'best_of',
      'Best of compares finished texts, so it cannot be streamed. Turn streaming off, or best of.',
    );
  }
  if (request.stream_options !== undefined && !request.stream) {
    blame('stream_options', 'Usage in stream only applies while streaming. Turn streaming on, or this off.');
  }
  if (request.max_tokens === 0 && !request.echo) {
    blame('max_tokens', 'Max tokens 0 needs echo: it scores the prompt and writes nothing.');
  }
  const choices = n * (Array.isArray(request.prompt) ? request.prompt.length : 1);
  if (choices > MOST_CHOICES) {
    blame('n', `${choices} choices in one run are too many: prompts × n may be at most ${MOST_CHOICES}.`);
  }
  return issues;
}
