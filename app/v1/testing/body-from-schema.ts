import { integer, nastyText, oneOf } from '@/lib/protocol/fixtures/seeded-random';

/** The keywords that the document uses for request bodies. */
interface Schema {
  readonly type?: string;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: { readonly pattern: string };
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
}

/** A value that this schema allows, small enough to be answered at once. */
export function valueFor(schema: Schema, random: () => number): unknown {
  if (schema.anyOf) return valueFor(schema.anyOf[integer(random, 0, schema.anyOf.length - 1)] ?? {}, random);
  if (schema.enum) return schema.enum[integer(random, 0, schema.enum.length - 1)];
  switch (schema.type) {
    case 'null':
      return null;
    case 'boolean':
      return random() < 0.5;
    case 'integer':
    case 'number':
      return numberOf(schema, random);
    case 'string':
      return textOf(random) + 'x'.repeat(schema.minLength ?? 0);
    case 'array': {
      const { minItems = 0, maxItems = 3, items = {} } = schema;
      const length = integer(random, minItems, Math.min(maxItems, Math.max(minItems, 3)));
      return Array.from({ length }, () => valueFor(items, random));
    }
    case 'object':
      return objectOf(schema, random);
    default:
      return anything(random);
  }
}

function objectOf(schema: Schema, random: () => number): Record<string, unknown> {
  const { properties = {}, required = [], additionalProperties, propertyNames } = schema;
  // Few fields as often as many.
  const density = random() * 0.5;
  const entries = Object.entries(properties)
    .filter(([name]) => required.includes(name) || random() < density)
    .map(([name, inner]) => [name, valueFor(inner, random)] as const);
  if (typeof additionalProperties === 'object' && propertyNames) {
    const extra = Array.from(
      { length: integer(random, 0, 3) },
      () => [String(integer(random, 0, 99_999)), valueFor(additionalProperties, random)] as const,
    );
    return Object.fromEntries([...entries, ...extra]);
  }
  return Object.fromEntries(entries);
}

/** Mostly small: n and max_tokens decide how long an answer takes, and most servers take little else. */
function numberOf({ type, minimum, maximum }: Schema, random: () => number): number {
  const low = minimum ?? (random() < 0.1 ? -1e6 : 0);
  const high = Math.min(
    maximum ?? 1e6,
    random() < 0.9 ? Math.max(low, 0) + (type === 'integer' ? 4 : 1) : 1e6,
  );
  const value = random() < 0.2 ? low : low + random() * (high - low);
  return type === 'integer' ? Math.min(high, Math.ceil(value)) : value;
}

/** NUL is no text for any database, and refused for that. */
function textOf(random: () => number): string {
  return nastyText(random).replaceAll('\0', '');
}

/** A value of no particular type. */
export function anything(random: () => number): unknown {
  return oneOf<unknown>(random, [
    null,
    true,
    0,
    -1,
    1.5,
    1e308,
    2 ** 60,
    '',
    ' ',
    'text',
    '\0',
    [],
    [[]],
    [[[[]]]],
    [1, 'two', null],
    [''],
    {},
    { include_usage: 'yes' },
    { '-1': 1 },
    { constructor: { prototype: {} } },
    textOf(random),
    'long '.repeat(5_000),
  ]);
}
