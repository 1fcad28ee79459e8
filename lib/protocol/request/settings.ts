import { isRecord } from '../response/wire-json';
import type { BuiltRun, CompletionRequest } from './completion-request';
import { PARAMETER_NAMES, PARAMETERS, type ParameterName, type ParameterValues } from './parameters';
import { type Retries, VALUE_KINDS } from './value-kinds';

/**
 * The sidebar's state, as drafts and presets store it (`readSettings`): values, and which of them are sent. A
 * value that is switched off stays, so that switching it on again restores it.
 */
export interface Settings {
  values: ParameterValues;
  /** In the table's order; `stream` is always among them, and only its value says on or off. */
  sent: ParameterName[];
}

/** The settings of a first visit. */
export const DEFAULT_SETTINGS: Settings = {
  values: { max_tokens: PARAMETERS.max_tokens.initial, stream: true },
  sent: ['max_tokens', 'stream'],
};

/** What a control shows before it is changed. */
export const INITIAL_VALUES = Object.fromEntries(
  PARAMETER_NAMES.map((name) => [name, PARAMETERS[name].initial]),
) as Required<ParameterValues>;

/**
 * Reads settings that drafts and presets store. Only the types of values are checked, not their bounds, and a
 * value of the wrong type is dropped instead of refused: a draft with a half-typed number must survive a
 * reload. `checkRun` checks the rest before a run. Null: not settings at all.
 */
export function readSettings(stored: unknown): Settings | null {
  if (!isRecord(stored) || !isRecord(stored.values)) return null;
  const sent = VALUE_KINDS.texts.read(stored.sent);
  if (sent === undefined) return null;
  const values: Partial<Record<ParameterName, unknown>> = {};
  for (const name of PARAMETER_NAMES) {
    const value = VALUE_KINDS[PARAMETERS[name].kind].read(stored.values[name]);
    if (value !== undefined) values[name] = value;
  }
  return { values: values as ParameterValues, sent: orderedNames(sent) };
}

/** The same values with only `stream` sent. */
export function allOff(settings: Settings): Settings {
  return { values: settings.values, sent: ['stream'] };
}

export interface RunInput {
  readonly model: string;
  readonly prompt: CompletionRequest['prompt'];
  readonly settings: Settings;
}

/**
 * The request for these settings: only what is switched on, `stream` always, fields in the table's order
 * after `model` and `prompt`. Not validated: see `checkRun`.
 */
export function buildRequest({ model, prompt, settings }: RunInput): BuiltRun {
  const { retries, ...body } = pick({ ...INITIAL_VALUES, ...settings.values }, orderedNames(settings.sent));
  const request = { model, prompt, ...body };
  return retries === undefined ? { request } : { request, retries };
}

/**
 * The settings for a request. A single `stop` text becomes a list of one.
 * @param base settings whose values stay for parameters that the request does not have
 */
export function settingsFromRequest(
  request: CompletionRequest,
  retries?: Retries,
  base?: Settings,
): Settings {
  const { model: _model, prompt: _prompt, stop, ...rest } = request;
  const values: ParameterValues = withoutUndefined({
    ...rest,
    stop: typeof stop === 'string' ? [stop] : stop,
    stream: request.stream ?? false,
    retries,
  });
  return { values: { ...base?.values, ...values }, sent: orderedNames(Object.keys(values)) };
}

/** The parameters in which two settings differ: sent by one only, or sent by both with different values. */
export function changedParameters(a: Settings, b: Settings): ParameterName[] {
  const left = sentValues(a);
  const right = sentValues(b);
  return PARAMETER_NAMES.filter((name) => !sameValue(left[name], right[name]));
}

/** Deep equality of JSON values; the order of an object's keys does not matter. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = new Map(Object.entries(a));
  const right = new Map(Object.entries(b));
  return (
    left.size === right.size &&
    [...left].every(([key, value]) => right.has(key) && sameValue(value, right.get(key)))
  );
}

function sentValues(settings: Settings): Partial<Record<ParameterName, unknown>> {
  return pick({ ...INITIAL_VALUES, ...settings.values }, orderedNames(settings.sent));
}

/** Those that are parameters, in the table's order. */
export function orderedNames(names: readonly string[]): ParameterName[] {
  return PARAMETER_NAMES.filter((name) => name === 'stream' || names.includes(name));
}

function pick<T extends object>(from: T, names: readonly (keyof T)[]): Partial<T> {
  const picked: Partial<T> = {};
  for (const name of names) picked[name] = from[name];
  return picked;
}

function withoutUndefined<T extends object>(values: T): T {
  const picked = { ...values };
  for (const key of Object.keys(picked) as (keyof T)[]) if (picked[key] === undefined) delete picked[key];
  return picked;
}
