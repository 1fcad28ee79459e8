import { PARAMETER_DESCRIPTIONS, PARAMETER_SERVERS } from '@/lib/protocol/request/parameter-descriptions';
import {
  PARAMETER_NAMES,
  type ParameterName,
  parameterSpec,
  REQUIRED_FIELDS,
} from '@/lib/protocol/request/parameters';
import type { FieldSpec, ValueKindName } from '@/lib/protocol/request/value-kinds';

/** A JSON Schema (2020-12, the dialect of OpenAPI 3.1). */
export type JsonSchema = { readonly [keyword: string]: unknown };

/**
 * The body of `POST /v1/completions` as a JSON Schema, made from the table of parameters: a new row appears by
 * itself, and a new kind of value does not compile until it is described here.
 */
export function requestSchema(): JsonSchema {
  // The other fields of a body are what `extra_body` keeps.
  const sent = PARAMETER_NAMES.filter((name) => !parameterSpec(name).clientOnly && name !== 'extra_body');
  return {
    type: 'object',
    description: 'Null is treated as absent. Fields not listed here are passed to the server unchanged.',
    required: Object.keys(REQUIRED_FIELDS),
    properties: {
      model: {
        description: 'A model name from GET /models.',
        ...KINDS.model(REQUIRED_FIELDS.model),
      },
      prompt: {
        description: 'A string, token IDs, or a list of either. Each prompt gets n choices.',
        ...KINDS.prompt(widest(REQUIRED_FIELDS.prompt)),
      },
      ...Object.fromEntries(sent.map((name) => [name, optionalField(name)])),
    },
    additionalProperties: true,
  };
}

function optionalField(name: ParameterName): JsonSchema {
  const spec = parameterSpec(name);
  const known = PARAMETER_SERVERS[name];
  const servers = known === undefined ? '' : ` Supported by ${known}.`;
  return {
    description: `${PARAMETER_DESCRIPTIONS[name]} Default if not sent: ${spec.fallback}.${hint(spec)}${servers}`,
    anyOf: [KINDS[spec.kind](widest(spec)), { type: 'null' }],
  };
}

/** The bounds outside of which this API refuses a value: what is inside is for the server to decide. */
function widest(spec: FieldSpec): FieldSpec {
  return { ...spec, ...spec.wide };
}

/** The documented bounds, where servers differ. */
function hint({ wide, min, max, maxItems }: FieldSpec): string {
  if (wide === undefined) return '';
  if (min !== undefined && max !== undefined) return ` Most servers take ${min} to ${max}.`;
  return maxItems === undefined ? '' : ` OpenAI takes up to ${maxItems}.`;
}

const text = ({ minLength, maxLength }: FieldSpec): JsonSchema =>
  withBounds({ type: 'string' }, { minLength, maxLength });
const number = ({ min, max }: FieldSpec): JsonSchema =>
  withBounds({ type: 'number' }, { minimum: min, maximum: max });
const TOKEN_IDS: JsonSchema = {
  type: 'array',
  items: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
};

const KINDS: Readonly<Record<ValueKindName, (spec: FieldSpec) => JsonSchema>> = {
  number,
  integer: (spec) => ({ ...number(spec), type: 'integer' }),
  boolean: () => ({ type: 'boolean' }),
  text,
  texts: ({ maxItems, minItems = 1 }) => {
    const one = { type: 'string', minLength: 1 };
    return { anyOf: [one, withBounds({ type: 'array', items: one, minItems }, { maxItems })] };
  },
  'token-ids': ({ maxItems }) => withBounds(TOKEN_IDS, { maxItems }),
  json: () => ({ type: 'object' }),
  fields: ({ maxItems }) => withBounds({ type: 'object' }, { maxProperties: maxItems }),
  'token-bias': (spec) =>
    withBounds(
      {
        type: 'object',
        description: 'Maps token IDs to bias values.',
        propertyNames: { pattern: '^[0-9]{1,10}$' },
        additionalProperties: number(spec),
      },
      { maxProperties: spec.maxItems },
    ),
  'stream-options': () => ({
    type: 'object',
    properties: { include_usage: { type: 'boolean', description: 'Sends token counts in a final event.' } },
  }),
  // A setting of the page, never part of a body.
  retries: () => ({ not: {} }),
  model: ({ maxLength }) => withBounds({ type: 'string', pattern: '\\S' }, { maxLength }),
  prompt: ({ maxItems }) => {
    const listOf = (items: JsonSchema) => withBounds({ type: 'array', items, minItems: 1 }, { maxItems });
    const ids = { ...TOKEN_IDS, minItems: 1 };
    return { anyOf: [{ type: 'string' }, listOf({ type: 'string' }), ids, listOf(ids)] };
  },
};

/** With these keywords, where the table has a bound. */
function withBounds(schema: JsonSchema, bounds: Readonly<Record<string, number | undefined>>): JsonSchema {
  const set = Object.entries(bounds).filter(([, bound]) => Number.isFinite(bound));
  return { ...schema, ...Object.fromEntries(set) };
}
