import { isRecord } from '../response/wire-json';
import { PARAMETER_NAMES, type ParameterName } from './parameters';
import { orderedNames, type ParameterValues, type Settings } from './settings';

/**
 * Settings as drafts and presets store them. Values are looked at for their type only, not for their bounds, and what
 * has the wrong type is dropped rather than refused: a draft with a half-typed number must survive a reload.
 * `checkRun` and `validateRun` check the rest before a run. Null: not settings at all.
 *
 * Without a schema, since a page reads its draft before its first paint.
 */
export function readSettings(stored: unknown): Settings | null {
  if (!isRecord(stored) || !isRecord(stored.values) || !isTexts(stored.sent)) return null;
  const values: Partial<Record<ParameterName, unknown>> = {};
  for (const name of PARAMETER_NAMES) {
    const value = READERS[name](stored.values[name]);
    if (value !== undefined) values[name] = value;
  }
  return { values: values as ParameterValues, sent: orderedNames(stored.sent) };
}

type Reader<Value> = (value: unknown) => Value | undefined;

const numeric: Reader<number> = (value) => (isNumber(value) ? value : undefined);
const text: Reader<string> = (value) => (typeof value === 'string' ? value : undefined);
const flag: Reader<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);

const READERS: { readonly [Name in ParameterName]: Reader<NonNullable<ParameterValues[Name]>> } = {
  temperature: numeric,
  top_p: numeric,
  seed: numeric,
  max_tokens: numeric,
  stop: (value) => (isTexts(value) ? value : undefined),
  suffix: text,
  n: numeric,
  best_of: numeric,
  frequency_penalty: numeric,
  presence_penalty: numeric,
  logit_bias: (value) => (isNumbers(value) ? value : undefined),
  logprobs: numeric,
  echo: flag,
  stream: flag,
  stream_options: (value) =>
    isRecord(value) && typeof value.include_usage === 'boolean'
      ? { include_usage: value.include_usage }
      : undefined,
  user: text,
  retries: (value) => {
    if (!isRecord(value) || value.strategy !== 'backoff' || !isRecord(value.backoff)) return undefined;
    const { backoff, retryConnectionErrors } = value;
    const { initialInterval, maxInterval, exponent, maxElapsedTime } = backoff;
    if (!isNumber(initialInterval) || !isNumber(maxInterval)) return undefined;
    if (!isNumber(exponent) || !isNumber(maxElapsedTime)) return undefined;
    if (typeof retryConnectionErrors !== 'boolean') return undefined;
    return {
      strategy: 'backoff',
      backoff: { initialInterval, maxInterval, exponent, maxElapsedTime },
      retryConnectionErrors,
    };
  },
};

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isNumbers(value: unknown): value is Record<string, number> {
  return isRecord(value) && Object.values(value).every(isNumber);
}
