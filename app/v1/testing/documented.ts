import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import * as openapi from '@/app/v1/openapi.json/route';
import { callRoute } from '@/lib/testing/call-route';

/** The document that the server answers, as far as tests read it. */
export interface Document {
  readonly paths: Record<string, Record<string, { responses: Record<string, AnswerOrRef> }>>;
  readonly components: {
    readonly schemas: Record<string, unknown>;
    readonly responses: Record<string, Answer>;
  };
}

interface Answer {
  readonly content: Record<string, { schema: { $ref?: string }; 'x-item-schema'?: object }>;
  readonly headers?: Record<string, unknown>;
}
type AnswerOrRef = Answer | { readonly $ref: string };

/** An answer to check: its status, headers and text. */
interface Given {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** The document, and checks of real bodies and answers against it. */
export async function readDocument() {
  const document = (await callRoute(openapi.GET)).json as Document;
  const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: false });
  ajv.addSchema(document, 'document');
  const compiled = new Map<string, ValidateFunction>();

  /** What is wrong with a value; null: nothing. */
  function problem(schema: object, value: unknown): string | null {
    const key = JSON.stringify(schema);
    // References in it are meant within the document.
    const check = compiled.get(key) ?? ajv.compile(JSON.parse(key.replaceAll('"#/', '"document#/')));
    compiled.set(key, check);
    return check(value) ? null : ajv.errorsText(check.errors);
  }

  /** What the document does not say about an answer of this path; null: it says all of it. */
  function undocumented(path: string, method: string, { status, headers, text }: Given): string | null {
    const responses = document.paths[path]?.[method]?.responses ?? {};
    const entry = responses[status] ?? responses[`${String(status)[0]}XX`];
    if (!entry) return `no status ${status} for ${method} ${path}`;
    const answer =
      '$ref' in entry ? document.components.responses[entry.$ref.split('/').at(-1) ?? ''] : entry;
    const type = headers.get('content-type')?.split(';')[0] ?? '';
    const body = answer?.content[type];
    if (!body) return `no ${type} for status ${status}`;
    for (const name of Object.keys(answer.headers ?? {})) {
      if (name !== 'Retry-After' && !headers.has(name)) return `no header ${name} with status ${status}`;
    }
    if (type === 'application/json') return problem(body.schema, JSON.parse(text));
    return eventsIn(text).flatMap((event) => problem(body['x-item-schema'] ?? {}, event) ?? [])[0] ?? null;
  }

  const isValidRequest = (body: unknown) =>
    problem({ $ref: '#/components/schemas/CompletionRequest' }, body) === null;
  return { document, problem, undocumented, isValidRequest };
}

/** The JSON of each event but the end mark. */
export function eventsIn(text: string): unknown[] {
  return text
    .split('\n\n')
    .filter((event) => event.startsWith('data: ') && event !== 'data: [DONE]')
    .map((event) => JSON.parse(event.slice('data: '.length)));
}
