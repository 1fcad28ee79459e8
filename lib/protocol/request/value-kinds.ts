import { isRecord } from '../response/wire-json';
import { withMinus } from '../text/minus';

/**
 * The kinds of values that request fields have: how a stored value is read, and how it is checked before it
 * is sent. Used by the page, the server's schemas and the reader of stored settings. No library: the page
 * checks its draft from the first paint on.
 */

/** The label and bounds that a field's row in the table gives to its kind. */
export interface FieldSpec {
  /** In plain words, sentence case. Sentences begin with it. */
  readonly label: string;
  readonly min?: number;
  readonly max?: number;
  /** 1: cannot be empty. */
  readonly minLength?: 1;
  /** In characters as people count them, not in UTF-16 units. */
  readonly maxLength?: number;
  readonly maxItems?: number;
  /**
   * The bounds of servers other than OpenAI's, where they differ: what no server takes is outside. The bounds above
   * are then a hint.
   */
  readonly wide?: Pick<FieldSpec, 'min' | 'max' | 'maxLength' | 'maxItems'> & { readonly minItems?: 0 };
  /** 0: an empty list can be sent. */
  readonly minItems?: 0;
}

/** Any number: some servers give a meaning to each. */
export const ANY_NUMBER = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY } as const;

/** The first problem of a value. */
export interface ValueIssue {
  readonly message: string;
  /** Keys and indexes inside the value; empty for the value itself. */
  readonly path: readonly (string | number)[];
}

interface ValueKind<Value> {
  /** The value, whatever its bounds, without unknown inner fields; undefined when the type is wrong. */
  read(value: unknown): Value | undefined;
  /** Null when it can be sent. */
  check(value: unknown, spec: FieldSpec): ValueIssue | null;
}

/** Settings of the r9s client's `retries`; times in milliseconds. */
export const BACKOFF = {
  initialInterval: { label: 'Retries: first wait', kind: 'integer', min: 1, max: 60_000 },
  maxInterval: { label: 'Retries: maximum wait', kind: 'integer', min: 1, max: 600_000 },
  exponent: { label: 'Retries: backoff factor', kind: 'number', min: 1, max: 10 },
  maxElapsedTime: { label: 'Retries: give up after', kind: 'integer', min: 0, max: 3_600_000 },
} as const satisfies Record<string, FieldSpec & { kind: 'integer' | 'number' }>;

export type BackoffName = keyof typeof BACKOFF;
export const BACKOFF_NAMES = Object.keys(BACKOFF) as BackoffName[];

export interface Retries {
  strategy: 'backoff';
  backoff: Record<BackoffName, number>;
  retryConnectionErrors: boolean;
}

const TOKEN_ID = /^\d{1,10}$/;

const number: ValueKind<number> = {
  read: (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined),
  check(value, { label, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }) {
    if (typeof value !== 'number' || !Number.isFinite(value)) return issue(`${label} must be a number.`);
    if (value < min) return issue(`${label} must be at least ${withMinus(String(min))}.`);
    return value > max ? issue(`${label} must be at most ${withMinus(String(max))}.`) : null;
  },
};

const integer: ValueKind<number> = {
  // A fraction is stored, so that the field can show what is wrong with it.
  read: number.read,
  check(value, spec) {
    const wrong = number.check(value, spec);
    if (wrong) return wrong;
    return Number.isInteger(value) ? null : issue(`${spec.label} must be a whole number.`);
  },
};

const boolean: ValueKind<boolean> = {
  read: (value) => (typeof value === 'boolean' ? value : undefined),
  check: (value) => (typeof value === 'boolean' ? null : wrongType('boolean', value)),
};

const text: ValueKind<string> = {
  read: (value) => (typeof value === 'string' ? value : undefined),
  check(value, { label, minLength = 0, maxLength }) {
    if (typeof value !== 'string') return wrongType('string', value);
    if (value.length < minLength) return issue(`${label} can't be empty.`);
    return isLonger(value, maxLength) ? issue(`${label} can have at most ${maxLength} characters.`) : null;
  },
};

/** A list of non-empty texts. A request may have a single text instead; settings always have a list. */
const texts: ValueKind<string[]> = {
  read: (value) => (isTextList(value) ? value : undefined),
  check(value, { label, maxItems = Number.POSITIVE_INFINITY, minItems = 1 }) {
    const empty = `${label} sequences can't be empty.`;
    if (!Array.isArray(value)) return value === '' ? issue(empty) : text.check(value, { label });
    if (value.length > maxItems) return issue(`${label} takes at most ${maxItems} sequences.`);
    for (const [index, item] of value.entries()) {
      if (typeof item !== 'string') return wrongType('string', item, [index]);
      if (item === '') return issue(empty, [index]);
    }
    return value.length < minItems ? issue(`${label} needs at least one sequence.`) : null;
  },
};

/** Token id (digits) → number. */
const tokenBias: ValueKind<Record<string, number>> = {
  read: (value) => (isNumberRecord(value) ? value : undefined),
  check(value, spec) {
    const { label, maxItems = Number.POSITIVE_INFINITY } = spec;
    if (!isRecord(value)) return issue(`${label} must be an object of token IDs and numbers.`);
    for (const [id, bias] of Object.entries(value)) {
      if (!TOKEN_ID.test(id)) return issue(`${label} keys must be token IDs (whole numbers).`, [id]);
      const wrong = number.check(bias, spec);
      if (wrong) return issue(wrong.message, [id]);
    }
    return Object.keys(value).length > maxItems ? issue(`${label} takes at most ${maxItems} tokens.`) : null;
  },
};

export interface StreamOptions {
  include_usage?: boolean;
  /** Servers have options of their own (vLLM: `continuous_usage_stats`), which are passed on. */
  [option: string]: unknown;
}

const streamOptions: ValueKind<StreamOptions> = {
  read: (value) => (isRecord(value) && isFlag(value.include_usage) ? (value as StreamOptions) : undefined),
  check(value) {
    if (!isRecord(value)) return wrongType('object', value);
    const usage = value.include_usage;
    return isFlag(usage) ? null : wrongType('boolean', usage, ['include_usage']);
  },
};

/** A JSON object, such as a JSON schema. */
const json: ValueKind<Record<string, unknown>> = {
  read: (value) => (isRecord(value) ? value : undefined),
  check: (value, { label }) => (isRecord(value) ? null : issue(`${label} must be a JSON object.`)),
};

/** Fields of the request's body by name, with any JSON values. */
const fields: ValueKind<Record<string, unknown>> = {
  read: json.read,
  check(value, spec) {
    const wrong = json.check(value, spec);
    if (wrong || !isRecord(value)) return wrong;
    const names = Object.keys(value);
    const { label, maxItems = Number.POSITIVE_INFINITY } = spec;
    if (names.length > maxItems) return issue(`${label} can have at most ${maxItems} entries.`);
    return names.includes('') ? issue(`${label} need names.`) : null;
  },
};

const tokenIds: ValueKind<number[]> = {
  read: (value) => (isTokenIds(value) ? value : undefined),
  check(value, { label, maxItems = Number.POSITIVE_INFINITY }) {
    if (!isTokenIds(value)) return issue(`${label} must be token IDs (whole numbers), such as 50256, 198.`);
    return value.length > maxItems ? issue(`${label} can have at most ${maxItems} entries.`) : null;
  },
};

const retries: ValueKind<Retries> = {
  read(value) {
    if (!isRecord(value) || value.strategy !== 'backoff' || !isRecord(value.backoff)) return undefined;
    const { backoff, retryConnectionErrors } = value;
    const numbers = Object.fromEntries(BACKOFF_NAMES.map((name) => [name, backoff[name]]));
    if (typeof retryConnectionErrors !== 'boolean' || !isNumberRecord(numbers)) return undefined;
    return {
      strategy: 'backoff',
      backoff: numbers as Record<BackoffName, number>,
      retryConnectionErrors,
    };
  },
  check(value) {
    if (!isRecord(value)) return wrongType('object', value);
    if (value.strategy !== 'backoff') return issue('Invalid input: expected "backoff"', ['strategy']);
    if (!isRecord(value.backoff)) return wrongType('object', value.backoff, ['backoff']);
    for (const name of BACKOFF_NAMES) {
      const kind = BACKOFF[name].kind === 'integer' ? integer : number;
      const wrong = kind.check(value.backoff[name], BACKOFF[name]);
      if (wrong) return issue(wrong.message, ['backoff', name]);
    }
    const lost = value.retryConnectionErrors;
    return typeof lost === 'boolean' ? null : wrongType('boolean', lost, ['retryConnectionErrors']);
  },
};

/** White space around it is not part of a model's name. */
const model: ValueKind<string> = {
  read: (value) => (typeof value === 'string' ? value.trim() : undefined),
  check(value, { maxLength }) {
    const name = model.read(value);
    if (!name) return issue('Choose a model.');
    return isLonger(name, maxLength) ? issue(`Model names can have at most ${maxLength} characters.`) : null;
  },
};

/** A text or its token ids, or a list of either. One list of ids is one prompt. */
export type Prompt = string | string[] | number[] | number[][];

const prompt: ValueKind<Prompt> = {
  read: (value) => (isPrompt(value) ? value : undefined),
  check(value, { label, maxItems = Number.POSITIVE_INFINITY }) {
    if (typeof value === 'string') return null;
    if (!isPrompt(value)) return issue(`${label} must be text, token IDs, or a list of either.`);
    if (value.length === 0) return issue('Enter at least one prompt.');
    const items: readonly unknown[] = typeof value === 'string' ? [] : value;
    const empty = items.findIndex((item) => Array.isArray(item) && item.length === 0);
    if (empty !== -1) return issue('A prompt of token IDs needs at least one ID.', [empty]);
    const count = typeof value[0] === 'number' ? 1 : value.length;
    return count > maxItems ? issue(`A run can have at most ${maxItems} prompts.`) : null;
  },
};

export const VALUE_KINDS = {
  number,
  integer,
  boolean,
  text,
  texts,
  'token-bias': tokenBias,
  'stream-options': streamOptions,
  'token-ids': tokenIds,
  json,
  fields,
  retries,
  model,
  prompt,
};

export type ValueKindName = keyof typeof VALUE_KINDS;

/** The type of a value of this kind after reading. */
export type ValueOf<Kind extends ValueKindName> = NonNullable<ReturnType<(typeof VALUE_KINDS)[Kind]['read']>>;

function issue(message: string, path: ValueIssue['path'] = []): ValueIssue {
  return { message, path };
}

/** Worded like zod, since our API words all other type errors that way. */
function wrongType(expected: string, value: unknown, path?: ValueIssue['path']): ValueIssue {
  const received = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return issue(`Invalid input: expected ${expected}, received ${received}`, path);
}

function isLonger(value: string, maxLength = Number.POSITIVE_INFINITY): boolean {
  return value.length > maxLength && [...value].length > maxLength;
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isTokenIds(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

function isPrompt(value: unknown): value is Prompt {
  if (typeof value === 'string' || isTextList(value) || isTokenIds(value)) return true;
  return Array.isArray(value) && value.every(isTokenIds);
}

function isFlag(value: unknown): value is boolean | undefined {
  return value === undefined || typeof value === 'boolean';
}

function isNumberRecord(value: unknown): value is Record<string, number> {
  return isRecord(value) && Object.values(value).every(Number.isFinite);
}
