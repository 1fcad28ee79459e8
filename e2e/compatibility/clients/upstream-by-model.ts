import { answers } from '@/lib/testing/upstream-answers';
import { type Answer, chunk, SSE_HEADERS } from '@/lib/testing/upstream-wire';

/** A client that never leaves must not keep `was-closed` waiting longer than this. */
const CLOSED_WITHIN_MS = 10_000;

/**
 * A server whose behaviour is in the name of the model, so that a client in another process, with nothing but
 * the protocol, says what it wants to meet. See `clients/*.py` for what each name is for.
 */
export function upstreamByModel(): Answer {
  const seen = new Set<string>();
  /** The closing of each `endless` answer, by prompt. */
  const endings = new Map<string, Promise<unknown>>();

  const once =
    (refusal: Answer): Answer =>
    (response, request) => {
      const isFirst = !seen.has(request.body);
      seen.add(request.body);
      return (isFirst ? refusal : answers.asRequested('Answered at last'))(response, request);
    };

  const byModel: Readonly<Record<string, Answer>> = {
    mirror: (response, request) => answers.asRequested(request.body)(response, request),
    'busy-once': once(answers.error(429, 'Too many requests.', { headers: { 'retry-after': '1' } })),
    'down-once': once(answers.error(503, 'Down for a moment.')),
    cut: answers.cutMidEvent(['Half']),
    'error-in-stream': answers.errorInStream('The server broke.', ['Half']),
    'without-end': answers.withoutEnd(['Half']),
    eos: (response, request) =>
      isStreamed(request.json)
        ? answers.stream(['Done'], 'eos')(response, request)
        : answers.body(200, 'application/json', PLAIN_EOS)(response, request),
    endless: (response, request) => {
      const interval = setInterval(() => response.write(chunk(' more')), 20);
      endings.set(
        promptOf(request.json),
        request.closed.finally(() => clearInterval(interval)),
      );
      response.writeHead(200, SSE_HEADERS);
      response.write(chunk('Some'));
    },
    'was-closed': async (response, request) => {
      const late = new Promise((resolve) => setTimeout(resolve, CLOSED_WITHIN_MS, 'still open').unref());
      const ending = endings.get(promptOf(request.json)) ?? 'never begun';
      await answers.asRequested(String(await Promise.race([ending, late])))(response, request);
    },
  };

  return (response, request) => {
    const model = fieldOf(request.json, 'model');
    const status = /^status-(\d{3})$/.exec(model)?.[1];
    if (status !== undefined) {
      const headers: Record<string, string> = status === '429' ? { 'retry-after': '1' } : {};
      return answers.error(Number(status), 'Said by the upstream.', { headers })(response, request);
    }
    return (byModel[model] ?? answers.asRequested('Hello'))(response, request);
  };
}

const PLAIN_EOS = JSON.stringify({
  id: 'cmpl-test',
  object: 'text_completion',
  created: 1_700_000_000,
  model: 'eos',
  choices: [{ text: 'Done', index: 0, logprobs: null, finish_reason: 'eos' }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});

function isStreamed(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'stream' in body && body.stream === true;
}

function promptOf(body: unknown): string {
  return fieldOf(body, 'prompt');
}

/** A field as text; a list of one text is that text (langchain sends every prompt so). */
function fieldOf(body: unknown, name: string): string {
  if (typeof body !== 'object' || body === null) return '';
  const value = (body as Record<string, unknown>)[name];
  return String(Array.isArray(value) && value.length === 1 ? value[0] : value);
}
