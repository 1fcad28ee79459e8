import { isRecord } from '../response/wire-json';
import { PARAMETERS, type ParameterName } from './parameters';
import {
  BACKOFF_RULES,
  isTextList,
  jointIssues,
  LONGEST_MODEL,
  LONGEST_USER,
  promptRefusal,
  type RequestIssue,
  SAYS,
  TOKEN_ID,
} from './request-rules';
import type { CompletionRequest } from './request-schema';
import type { BuiltRun } from './settings';
import type { ValidatedRun } from './validate-run';

/**
 * `validateRun` for a run that the page built itself, without the schemas and the library behind them: the editor says
 * what is wrong with a draft from its first paint on, and that library weighs more than the editor. A test holds both
 * to the same answers; the server checks by the schemas whatever the browser found.
 */
export function checkRun({ request, retries }: BuiltRun): ValidatedRun {
  const issues: RequestIssue[] = [];
  let mistyped = false;
  for (const [param, check] of Object.entries(FIELDS)) {
    const value = request[param as keyof CompletionRequest];
    const isRequired = param === 'model' || param === 'prompt';
    const found = value === undefined && !isRequired ? null : check(value);
    if (found === null) continue;
    issues.push({ param, message: found.message });
    mistyped ||= found.mistyped;
  }
  const model = mistyped ? request.model : request.model.trim();
  // Rules that join fields mean nothing while one of them is of another type.
  for (const issue of mistyped ? [] : jointIssues(request)) {
    if (!issues.some(({ param }) => param === issue.param)) issues.push(issue);
  }
  const wrong = retries === undefined ? null : checkRetries(retries);
  if (wrong !== null) issues.push({ param: 'retries', message: wrong.message });
  if (issues.length > 0) return { ok: false, issues };
  return { ok: true, request: { ...request, model }, ...(retries === undefined ? {} : { retries }) };
}

interface Refusal {
  readonly message: string;
  /** Not even of the right type. */
  readonly mistyped: boolean;
}
type Check = (value: unknown) => Refusal | null;

interface NumberRule {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

const outside = (message: string): Refusal => ({ message, mistyped: false });
const mistyped = (message: string): Refusal => ({ message, mistyped: true });
/** What zod says where nobody gave it a sentence. */
const UNSAID = mistyped('Invalid input');

function checkNumber(value: unknown, { label, min, max, whole }: NumberRule): Refusal | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return mistyped(SAYS.notANumber(label));
  const isBroken = whole && !Number.isInteger(value);
  if (value < min) return { message: SAYS.tooSmall(label, min), mistyped: isBroken };
  if (value > max) return { message: SAYS.tooLarge(label, max), mistyped: isBroken };
  return isBroken ? mistyped(SAYS.notWhole(label)) : null;
}

type Bounded = {
  [Name in ParameterName]: (typeof PARAMETERS)[Name] extends { min: number } ? Name : never;
}[ParameterName];

function number(name: Bounded): Check {
  const { label, min, max, control } = PARAMETERS[name];
  return (value) => checkNumber(value, { label, min, max, whole: control === 'integer' });
}

const checkFlag: Check = (value) => (typeof value === 'boolean' ? null : UNSAID);
const checkText: Check = (value) => (typeof value === 'string' ? null : UNSAID);

/** In characters as people count them, not in UTF-16 units. */
const isLonger = (text: string, most: number) => text.length > most && [...text].length > most;

/** In the order of the schema, which is that of the answers. A parameter without a check here does not compile. */
const FIELDS: Record<keyof CompletionRequest, Check> = {
  model: (value) => {
    if (typeof value !== 'string') return mistyped(SAYS.noModel);
    const name = value.trim();
    return name === ''
      ? outside(SAYS.noModel)
      : isLonger(name, LONGEST_MODEL)
        ? outside(SAYS.longModel)
        : null;
  },
  prompt: (value) => {
    const message = promptRefusal(value);
    return message === null ? null : message === SAYS.noPrompt ? outside(message) : mistyped(message);
  },
  temperature: number('temperature'),
  top_p: number('top_p'),
  seed: number('seed'),
  max_tokens: number('max_tokens'),
  stop: (value) => {
    const texts = typeof value === 'string' ? [value] : value;
    if (Array.isArray(texts) && texts.length > PARAMETERS.stop.maxItems) return mistyped(SAYS.manyStops);
    if (!isTextList(texts)) return UNSAID;
    if (texts.includes('')) return outside(SAYS.emptyStop);
    return texts.length < 1 ? outside(SAYS.noStop) : null;
  },
  suffix: checkText,
  n: number('n'),
  best_of: number('best_of'),
  frequency_penalty: number('frequency_penalty'),
  presence_penalty: number('presence_penalty'),
  logit_bias: (value) => {
    if (!isRecord(value)) return mistyped(SAYS.notABias);
    const entries = Object.entries(value);
    for (const [id, bias] of entries) {
      if (!TOKEN_ID.test(id)) return mistyped(SAYS.notATokenId);
      const found = number('logit_bias')(bias);
      if (found) return found;
    }
    return entries.length > PARAMETERS.logit_bias.maxItems ? outside(SAYS.manyBiases) : null;
  },
  logprobs: number('logprobs'),
  echo: checkFlag,
  stream: checkFlag,
  stream_options: (value) => (isRecord(value) ? checkFlag(value.include_usage) : UNSAID),
  user: (value) => {
    if (typeof value !== 'string') return UNSAID;
    if (value === '') return outside(SAYS.emptyUser);
    return isLonger(value, LONGEST_USER) ? outside(SAYS.longUser) : null;
  },
};

function checkRetries(retries: unknown): Refusal | null {
  if (!isRecord(retries) || retries.strategy !== 'backoff' || !isRecord(retries.backoff)) return UNSAID;
  for (const [name, rule] of Object.entries(BACKOFF_RULES)) {
    const found = checkNumber(retries.backoff[name], rule);
    if (found) return found;
  }
  return checkFlag(retries.retryConnectionErrors);
}
