import { PARAMETERS, type ParameterName } from '../request/parameters';
import type { RunError } from '../run/run-events';

export interface ErrorExplanation {
  /** What happened, in a few words. The server's own message is shown beside it, from `error.message`. */
  readonly title: string;
  /** What to do next. */
  readonly advice: string;
  /** Where to do it; `parameter` refers to `parameter` below. */
  readonly goesTo: 'connection' | 'parameter' | 'retry' | null;
  /** The control to focus: a parameter of the table, `model` or `prompt`. */
  readonly parameter: ParameterName | 'model' | 'prompt' | null;
}

/** What an error means for a person, and where they can act on it. */
export function explainError(error: RunError): ErrorExplanation {
  if (isUnknownModel(error)) {
    const advice = "This server doesn't know the model. Choose another one, or check the connection.";
    return { title: 'Model not found', advice, goesTo: 'parameter', parameter: 'model' };
  }
  const parameter = knownParameter(error.param);
  if (
    parameter !== null &&
    (error.kind === 'bad_request' || error.kind === 'unprocessable' || error.kind === 'stream')
  ) {
    const label =
      parameter === 'model' ? 'Model' : parameter === 'prompt' ? 'Prompt' : PARAMETERS[parameter].label;
    const advice =
      parameter === 'model' || parameter === 'prompt'
        ? 'Change it and run again.'
        : 'Change its value, or switch it off so that it is not sent.';
    return { title: `The server did not accept “${label}”`, advice, goesTo: 'parameter', parameter };
  }
  const [title, advice, goesTo] = explain(error);
  return { title, advice, goesTo, parameter: null };
}

type Explanation = readonly [title: string, advice: string, goesTo: 'connection' | 'retry' | null];

function explain(error: RunError): Explanation {
  // Gateways report a server behind them that did not answer as a bad request, too.
  if (error.code === 'proxy_error' || error.type === 'proxy_error') return BEHIND_THE_GATEWAY;
  switch (error.kind) {
    case 'bad_request':
      return [
        'The server did not accept the request',
        'Its answer says why. Switching off parameters that this server may not know often helps.',
        null,
      ];
    case 'authentication':
      if (hasNoKey(error)) return ['No key was sent', 'Add a key to this connection.', 'connection'];
      return [
        'The key was not accepted',
        'Check the key of this connection: mistyped, revoked or expired.',
        'connection',
      ];
    case 'permission':
      return [
        'The key may not do this',
        'The key is known, but not allowed to use this model or address. Check the connection and the model.',
        'connection',
      ];
    case 'unprocessable':
      return [
        'The server could not make sense of the request',
        'Its answer names what it did not expect.',
        null,
      ];
    case 'rate_limit':
      return [
        isQuota(error) ? 'The account has no credit left' : 'Too many requests',
        isQuota(error) ? 'Add credit with the provider, or use another connection.' : waitAdvice(error),
        isQuota(error) ? 'connection' : 'retry',
      ];
    case 'server':
      return ['The server had an error of its own', 'This is rarely about the request. Try again.', 'retry'];
    case 'unavailable':
      return ['The server is overloaded or down', waitAdvice(error), 'retry'];
    case 'http_other':
      return explainStatus(error);
    case 'connect':
      return explainConnect(error);
    case 'address_refused':
      return [
        'This address is not allowed',
        'This server does not connect to private addresses. Use a public one, or have its operator allow private ones.',
        'connection',
      ];
    case 'timeout':
      return explainTimeout(error);
    case 'malformed':
      return error.code === 'page'
        ? [
            'A web page came instead of a completion',
            'The base URL probably points at a site or a proxy rather than at the API. Check the connection.',
            'connection',
          ]
        : [
            'The answer could not be understood',
            'Check that the base URL leads to a server that speaks text completions. Text that had arrived is kept.',
            'connection',
          ];
    case 'too_large':
      return error.code === 'memory'
        ? [
            'This server ran out of memory for runs',
            'Lower max tokens, the number of choices or log probabilities, or try again when fewer runs are open.',
            'retry',
          ]
        : ['The answer is too large', 'Lower max tokens, the number of choices or log probabilities.', null];
    case 'stream':
      return [
        'The server reported an error while answering',
        'Text that had arrived is kept. Try again; if it happens every time, its answer says why.',
        'retry',
      ];
    case 'internal':
      return ['Something went wrong in this app', 'The run is kept as it is. Try again.', 'retry'];
  }
}

function explainStatus({ status }: RunError): Explanation {
  if (status !== null && status >= 300 && status < 400) {
    return [
      'The server sent us elsewhere',
      'Redirects are not followed. Put the final address into the connection.',
      'connection',
    ];
  }
  switch (status) {
    case 402:
      return [
        'The account has no credit left',
        'Add credit with the provider, or use another connection.',
        'connection',
      ];
    case 404:
    case 405:
      return [
        'Model or address not found',
        "This server doesn't know the model, or the base URL is wrong. Some servers offer chat only.",
        'connection',
      ];
    case 408:
    case 504:
    case 524:
      return ['The server took too long', 'Try again, perhaps with fewer tokens.', 'retry'];
    case 413:
      return ['The request is too large for this server', 'Shorten the prompt.', null];
    case 502:
    case 520:
    case 529:
      return BEHIND_THE_GATEWAY;
    default:
      return status !== null && status >= 500
        ? [`The server failed with status ${status}`, 'This is rarely about the request. Try again.', 'retry']
        : [`The server refused with status ${status ?? 'unknown'}`, 'Its answer says why.', null];
  }
}

function explainConnect({ code }: RunError): Explanation {
  switch (code) {
    case 'ECONNREFUSED':
      return [
        'Nothing is listening there',
        'Is the server running? Check host and port of the connection.',
        'connection',
      ];
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return [
        'The host name was not found',
        'Check the base URL of the connection for a typing mistake.',
        'connection',
      ];
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return ['The connection broke', 'Text that had arrived is kept. Try again.', 'retry'];
    default:
      return isTls(code)
        ? [
            'The secure connection failed',
            "The server's certificate was not accepted. Check the base URL.",
            'connection',
          ]
        : [
            'The server could not be reached',
            'Check the base URL of the connection, then try again.',
            'connection',
          ];
  }
}

function explainTimeout({ code }: RunError): Explanation {
  switch (code) {
    case 'connect':
      return [
        'The server did not answer the door',
        'No connection within the limit. Check host and port.',
        'connection',
      ];
    case 'first_byte':
      return [
        'The server stayed silent',
        'It took the request and sent nothing within the limit. Try again.',
        'retry',
      ];
    case 'idle':
      return [
        'The server fell silent',
        'It stopped in the middle. Text that had arrived is kept. Try again.',
        'retry',
      ];
    case 'quiet':
      return [
        'The server sent signs of life, but no text',
        'It kept the connection open for minutes. Text that had arrived is kept. Try again.',
        'retry',
      ];
    default:
      return [
        'The run took too long',
        'Text that had arrived is kept. Lower max tokens, or try again.',
        'retry',
      ];
  }
}

const BEHIND_THE_GATEWAY: Explanation = [
  'The server behind the gateway did not answer',
  'This usually passes. Try again in a moment.',
  'retry',
];

function waitAdvice({ retryAfterMs }: RunError): string {
  return retryAfterMs === null
    ? 'Wait a little, then try again.'
    : `The server asks to wait ${Math.max(1, Math.ceil(retryAfterMs / 1000))} s before the next try.`;
}

function isQuota({ code, type }: RunError): boolean {
  return code === 'insufficient_quota' || type === 'insufficient_quota' || code === 'insufficient_user_quota';
}

/** The statuses with which servers refuse a model that they do not have; new-api answers 503. */
const MODEL_STATUSES: readonly (number | null)[] = [400, 404, 422, 503];

/**
 * Whether the server says that it does not have the model: by a code (OpenAI, new-api), or in words (vLLM,
 * Ollama, LiteLLM), since a 404 alone may also come from a wrong address.
 */
function isUnknownModel({ code, status, message }: RunError): boolean {
  if (code === 'model_not_found') return true;
  if (!MODEL_STATUSES.includes(status)) return false;
  const words = message.slice(0, 500).toLowerCase();
  return words.includes('model') && NOT_THERE.some((phrase) => words.includes(phrase));
}

const NOT_THERE = ['does not exist', 'not found', 'no available channel', 'invalid model', 'unknown model'];

/** A server's own words for a request without a key, which is not the same as a wrong one. */
function hasNoKey({ message }: RunError): boolean {
  const words = message.slice(0, 500).toLowerCase();
  return ["didn't provide an api key", 'no api key', 'missing api key', 'api key is required'].some(
    (phrase) => words.includes(phrase),
  );
}

function isTls(code: string | null): boolean {
  return code !== null && /CERT|TLS|SSL|SIGNATURE|EPROTO/.test(code);
}

function knownParameter(param: string | null): ErrorExplanation['parameter'] {
  if (param === 'model' || param === 'prompt') return param;
  return param !== null && isParameterName(param) ? param : null;
}

function isParameterName(name: string): name is ParameterName {
  return Object.hasOwn(PARAMETERS, name);
}
