import { type ExtraFields, type FieldName, fieldNamed, labelOf } from '../request/completion-request';
import type { RunError } from '../run/run-events';
import { type Explanation, explainConnect, explainTimeout, KEPT } from './explain-connection';

export interface ErrorExplanation {
  /** What happened, in a few words. The server's own message is shown beside it, from `error.message`. */
  readonly title: string;
  /** What to do next. */
  readonly advice: string;
  /** Where to do it; `parameter` refers to `parameter` below. */
  readonly goesTo: 'connection' | 'parameter' | 'retry' | null;
  /** The control to focus: a parameter of the table, `model` or `prompt`. */
  readonly parameter: FieldName | null;
}

/**
 * What an error means for a person, and where they can act on it.
 * @param extra the fields of its request that are not in the table
 */
export function explainError(error: RunError, extra?: ExtraFields): ErrorExplanation {
  if (error.kind === 'refused') return explainRefusal(error);
  const model = explainModel(error);
  if (model !== null) return { title: model[0], advice: model[1], goesTo: 'parameter', parameter: 'model' };
  const parameter = fieldNamed(error.param, extra);
  if (
    parameter !== null &&
    (error.kind === 'bad_request' || error.kind === 'unprocessable' || error.kind === 'stream')
  ) {
    const label = parameter === 'extra_body' ? error.param : labelOf(parameter);
    const advice =
      parameter === 'model' || parameter === 'prompt'
        ? 'Change it and run again.'
        : 'Change its value, or turn it off.';
    return { title: `The server rejected “${label}”`, advice, goesTo: 'parameter', parameter };
  }
  const [title, advice, goesTo] = explain(error);
  return { title, advice, goesTo, parameter: null };
}

/** A call that the playground itself refused: the message says what to change. */
function explainRefusal({ times = 1 }: RunError): ErrorExplanation {
  const often = times > 1 ? ` Rejected ${times.toLocaleString('en')} times.` : '';
  return {
    title: 'The playground rejected this request',
    advice: `Nothing was sent to a model.${often}`,
    goesTo: null,
    parameter: null,
  };
}

/**
 * Whether the model is at fault: only when the server says so, since a 404 without a word about the model is
 * as often a wrong base URL.
 */
function explainModel({
  kind,
  status,
  code,
  type,
  param,
  message,
}: RunError): readonly [string, string] | null {
  if (kind === 'authentication' || kind === 'permission' || kind === 'rate_limit') return null;
  const isMissing = status === 404 || kind === 'bad_request' || kind === 'unprocessable' || kind === 'stream';
  if (isMissing && /\bchat model\b|\bnot support (?:the )?completions\b/i.test(message)) {
    return ['Chat-only model', "This model doesn't support text completions. Choose another model."];
  }
  const isNamed = [code, type].some((name) => name !== null && /^model_?not_?found/i.test(name));
  const says = /\bmodel\b/i.test(message) && /\b(?:not|unknown|invalid|no such)\b|n't\b/i.test(message);
  // LiteLLM's 400, and new-api's 503 for a model that none of its servers has.
  const isUnknown = /\binvalid model name\b|\bno available channel\b/i.test(message);
  if (isNamed || isUnknown || (status === 404 && (param === 'model' || says))) {
    return ['Model not found', 'Check the model name, or choose another model.'];
  }
  return null;
}

const TRY_AGAIN = 'This is rarely caused by your request. Try again.';
const NO_CREDIT: Explanation = [
  'Out of credits',
  'Add credits with your provider, or use another connection.',
  'connection',
];
const BAD_GATEWAY: Explanation = [
  'Bad gateway',
  "The server behind this address didn't respond correctly. This is usually temporary. Try again in a moment.",
  'retry',
];
const TIMED_OUT: Explanation = ['The server timed out', 'Try again, or lower max tokens.', 'retry'];

function explain(error: RunError): Explanation {
  // Gateways may report a server behind them that did not answer as a bad request.
  if (error.code === 'proxy_error' || error.type === 'proxy_error') return BAD_GATEWAY;
  switch (error.kind) {
    case 'bad_request':
      return [
        'The server rejected the request',
        "See the server's message. Turning off parameters it may not support often helps.",
        null,
      ];
    case 'authentication':
      return [
        'Authentication failed',
        "Check this connection's API key. It may be missing, mistyped, revoked or expired.",
        'connection',
      ];
    case 'permission':
      return [
        'Access denied',
        'The key may not have access to this model. Check the model and the connection.',
        'connection',
      ];
    case 'unprocessable':
      return [
        "The server couldn't process the request",
        "See the server's message for what to change.",
        null,
      ];
    case 'rate_limit':
      return isQuota(error) ? NO_CREDIT : ['Rate limit reached', waitAdvice(error), 'retry'];
    case 'server':
      return ['Internal server error', TRY_AGAIN, 'retry'];
    case 'unavailable':
      return ['The server is overloaded or down', waitAdvice(error), 'retry'];
    case 'http_other':
      return explainStatus(error);
    case 'connect':
      return explainConnect(error);
    case 'address_refused':
      return [
        'Address not allowed',
        error.code === 'private'
          ? "Use a public address, or ask the playground's admin to allow private ones."
          : "Change the connection's base URL.",
        'connection',
      ];
    case 'timeout':
      return explainTimeout(error);
    case 'malformed':
      return error.code === 'page'
        ? [
            'The server returned a web page',
            'The base URL probably points to a website or a proxy, not to the API. Check the connection.',
            'connection',
          ]
        : [
            'Unreadable response',
            `Check that the base URL points to a text completions API. ${KEPT}`,
            'connection',
          ];
    case 'too_large':
      return error.code === 'memory'
        ? [
            'The playground ran out of memory',
            'Lower max tokens, choices or log probabilities, or try again when fewer runs are in progress.',
            'retry',
          ]
        : ['Response too large', 'Lower max tokens, choices or log probabilities.', null];
    case 'stream':
      return [
        'The server reported an error mid-response',
        `${KEPT} Try again. If it keeps failing, check the server's message.`,
        'retry',
      ];
    case 'internal':
    case 'refused':
      return ['Something went wrong in the playground', 'The run so far is saved. Try again.', 'retry'];
  }
}

function explainStatus(error: RunError): Explanation {
  const { status } = error;
  if (status !== null && status >= 300 && status < 400) {
    return [
      'The server sent a redirect',
      "Use the final address as the connection's base URL.",
      'connection',
    ];
  }
  switch (status) {
    case 402:
      return NO_CREDIT;
    case 404:
      return [
        'Model or endpoint not found',
        "The server doesn't know the model, or the base URL is wrong. Some servers only offer chat completions.",
        'connection',
      ];
    case 405:
      return [
        'No completions API at this address',
        'Check the base URL. Some servers only offer chat completions.',
        'connection',
      ];
    case 408:
    case 504:
    case 524:
      return TIMED_OUT;
    case 413:
      return ['Request too large', 'Shorten the prompt.', null];
    case 502:
    case 520:
      return BAD_GATEWAY;
    case 529:
      return ['The server is overloaded or down', waitAdvice(error), 'retry'];
    default:
      return status !== null && status >= 500
        ? [`Server error (${status})`, TRY_AGAIN, 'retry']
        : [
            status === null
              ? 'The server rejected the request'
              : `The server rejected the request (${status})`,
            "See the server's message.",
            null,
          ];
  }
}

function waitAdvice({ retryAfterMs }: RunError): string {
  return retryAfterMs === null
    ? 'Wait a moment, then try again.'
    : `The server asked you to wait ${Math.max(1, Math.ceil(retryAfterMs / 1000))} s.`;
}

function isQuota({ code, type }: RunError): boolean {
  return code === 'insufficient_quota' || type === 'insufficient_quota' || code === 'insufficient_user_quota';
}
