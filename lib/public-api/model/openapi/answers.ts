import type { JsonSchema } from './request-schema';

/** How each status is answered: headers and bodies. */

const ref = (kind: 'schemas' | 'headers' | 'responses', name: string): JsonSchema => ({
  $ref: `#/components/${kind}/${name}`,
});
const json = (schema: JsonSchema): JsonSchema => ({ 'application/json': { schema } });

const ALWAYS = { 'X-Request-Id': ref('headers', 'RequestId') };
const OF_RUN = {
  ...ALWAYS,
  'X-Run-Id': ref('headers', 'RunId'),
  'X-Connection': ref('headers', 'Connection'),
};

export const HEADERS: Readonly<Record<string, JsonSchema>> = {
  RequestId: { description: "Identifies this response in the server's log.", schema: { type: 'string' } },
  RunId: { description: 'The ID of the run in your history.', schema: { type: 'string', format: 'uuid' } },
  Connection: {
    description: 'The ID of the connection that handled the request.',
    schema: { type: 'string' },
  },
  RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 1 } },
};

/** A completion: whole, or as events. */
export const COMPLETION: JsonSchema = {
  description: 'The completion; with `stream`, as server-sent events.',
  headers: OF_RUN,
  content: {
    ...json(ref('schemas', 'Completion')),
    'text/event-stream': {
      schema: {
        type: 'string',
        description:
          'One-line events: `data: ` and a CompletionChunk, or an Error that ends the stream. `data: [DONE]` follows the last chunk of a complete response. Lines that begin with a colon are comments.',
      },
      // OpenAPI 3.2 has `itemSchema` for this.
      'x-item-schema': { anyOf: [ref('schemas', 'CompletionChunk'), ref('schemas', 'Error')] },
    },
  },
};

export function jsonAnswer(description: string, schema: string): JsonSchema {
  return { description, headers: ALWAYS, content: json(ref('schemas', schema)) };
}

/** Refusals by status. Those of the upstream keep its status, message, type and code. */
const REFUSALS: Readonly<Record<string, string>> = {
  400: "The body isn't valid JSON, or a field isn't valid: `param` names it.",
  401: 'The API token is missing, invalid, expired or revoked.',
  403: 'Your storage is full, or the request was for another host name.',
  404: 'No such model, connection or endpoint.',
  405: "This path doesn't support that method.",
  409: 'Another process is handling the same request.',
  413: 'The body is too large.',
  415: "The body isn't sent as application/json.",
  422: "The idempotency key was used for another request, or the connection's API key must be entered again.",
  429: 'Too many requests, or too many runs in progress.',
  499: 'The run was stopped.',
  500: 'An error in the playground.',
  502: "The upstream's response can't be used.",
  503: 'No connection to the upstream, or the playground is shutting down.',
  504: 'The upstream took too long.',
  507: "The playground's disk is nearly full.",
  '4XX': 'The upstream rejected the request.',
  '5XX': 'The upstream failed.',
};

function refusal(description: string): JsonSchema {
  const headers = { ...ALWAYS, 'Retry-After': ref('headers', 'RetryAfter') };
  return { description, headers, content: json(ref('schemas', 'Error')) };
}

/** Every refusal, under `#/components/responses`. */
export const REFUSAL_RESPONSES: Readonly<Record<string, JsonSchema>> = Object.fromEntries(
  Object.entries(REFUSALS).map(([status, description]) => [`Refused${status}`, refusal(description)]),
);

type Status = keyof typeof REFUSALS;

/** What refers to these refusals from a path. */
export function refusals(statuses: readonly Status[]): Record<string, JsonSchema> {
  return Object.fromEntries(statuses.map((status) => [status, ref('responses', `Refused${status}`)]));
}

export const EVERY_REFUSAL: readonly Status[] = Object.keys(REFUSALS);
