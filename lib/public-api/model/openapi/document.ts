import { ANSWER_SCHEMAS } from './answer-schemas';
import { COMPLETION, EVERY_REFUSAL, HEADERS, jsonAnswer, REFUSAL_RESPONSES, refusals } from './answers';
import { type JsonSchema, requestSchema } from './request-schema';
import { TOKEN_SCHEMAS } from './token-schemas';

const CONNECTION: JsonSchema = {
  name: 'X-Connection',
  in: 'header',
  description:
    'The connection to use, by name or ID. Percent-encode non-ASCII characters. Default: your default connection, or the practice model when that is the model you request.',
  schema: { type: 'string' },
};

const IDEMPOTENCY_KEY: JsonSchema = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'Any string. Repeating a request with the same key returns the same run.',
  schema: { type: 'string' },
};

const MODEL: JsonSchema = {
  name: 'model',
  in: 'path',
  required: true,
  description: "The model's name. Slashes don't need to be encoded.",
  schema: { type: 'string' },
};

const OF_LIST = ['401', '403', '404', '405', '422', '429', '500', '502', '503', '504', '4XX', '5XX'] as const;

function bodyOf(schema: string): JsonSchema {
  return {
    required: true,
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } },
  };
}

/** An OpenAPI 3.1 document of everything under `/v1`. `baseUrl` ends in `/v1`. */
export function openApiDocument({ baseUrl, version }: { baseUrl: string; version: string }): JsonSchema {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Completions Playground',
      version,
      description:
        "A text completions API for your connections. Every request to /completions is a run in your history. Web pages on other origins can call it, unless the playground's CORS settings disallow it.",
    },
    servers: [{ url: baseUrl }],
    security: [{ token: [] }],
    paths: {
      '/completions': {
        post: {
          operationId: 'createCompletion',
          summary: 'Creates a completion',
          parameters: [CONNECTION, IDEMPOTENCY_KEY],
          requestBody: bodyOf('CompletionRequest'),
          responses: { 200: COMPLETION, ...refusals(EVERY_REFUSAL) },
        },
      },
      '/models': {
        get: {
          operationId: 'listModels',
          summary: 'Lists the models of all your connections, or of one',
          parameters: [CONNECTION],
          responses: { 200: jsonAnswer('The models, each listed once.', 'ModelList'), ...refusals(OF_LIST) },
        },
      },
      '/models/{model}': {
        get: {
          operationId: 'retrieveModel',
          summary: 'Describes one model',
          parameters: [MODEL, CONNECTION],
          responses: { 200: jsonAnswer('The model.', 'Model'), ...refusals(OF_LIST) },
        },
      },
      '/tokenize': {
        post: {
          operationId: 'tokenize',
          summary: "Converts text to tokens, if the connection's server has a tokenizer",
          parameters: [CONNECTION],
          requestBody: bodyOf('TokenizeRequest'),
          responses: { 200: jsonAnswer('The tokens.', 'Tokenized'), ...refusals(EVERY_REFUSAL) },
        },
      },
      '/detokenize': {
        post: {
          operationId: 'detokenize',
          summary: 'Converts token IDs to text',
          parameters: [CONNECTION],
          requestBody: bodyOf('DetokenizeRequest'),
          responses: { 200: jsonAnswer('The text.', 'Detokenized'), ...refusals(EVERY_REFUSAL) },
        },
      },
      '/openapi.json': {
        get: {
          operationId: 'describe',
          summary: 'This document',
          security: [],
          responses: {
            200: {
              description: 'An OpenAPI 3.1 document.',
              content: { 'application/json': { schema: { type: 'object' } } },
            },
            ...refusals(['403', '500']),
          },
        },
      },
    },
    components: {
      schemas: { CompletionRequest: requestSchema(), ...TOKEN_SCHEMAS, ...ANSWER_SCHEMAS },
      responses: REFUSAL_RESPONSES,
      headers: HEADERS,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token (cpt_…) from Settings → API.' },
      },
    },
  };
}
