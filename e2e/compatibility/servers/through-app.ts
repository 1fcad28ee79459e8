import type { Stage } from '@/e2e/compatibility/stage';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { createRunEventReader } from '@/lib/protocol/run/run-event-reader';
import type { Token, Usage } from '@/lib/protocol/run/run-events';
import { applyRunEvent, emptyRunState, type RunState } from '@/lib/protocol/run/run-state';
import { MODEL } from './servers';

/** A run's outcome as the app's page sees it. */
export interface Outcome {
  readonly texts: readonly string[];
  readonly tokens: readonly (readonly Token[] | null)[];
  readonly finishReasons: readonly (string | null)[];
  readonly usage: Usage | null;
  readonly form: 'stream' | 'json' | null;
  /** Null: it is complete. */
  readonly error: Refusal | null;
}

export interface Refusal {
  /** Who: the app, before anything is sent; the server; or nobody, since its answer makes no sense. */
  readonly by: 'app' | 'server' | 'nobody';
  readonly message: string;
}

/** Sends a request through the app to one server. `model` and a prompt are filled in. */
export type Ask = (request: Partial<CompletionRequest>) => Promise<Outcome>;
/** The same through `/v1`, for what only programs send. */
export type AskApi = (body: Readonly<Record<string, unknown>>) => Promise<Outcome>;

export const PROMPT = 'once upon a time there was';

/** As the page does it: `POST /api/runs`, and the events of the run. */
export function askPage({ session }: Stage, connectionId: string): Ask {
  return async (request) => {
    const answer = await session.post('/api/runs', {
      data: {
        idempotencyKey: crypto.randomUUID(),
        connectionId,
        request: { model: MODEL, prompt: PROMPT, ...request },
      },
    });
    const bytes = await answer.body();
    if (answer.status() !== 200) {
      const text = bytes.toString('utf8');
      return refused('app', JSON.parse(text).error?.message ?? text);
    }
    const state = emptyRunState(1);
    for (const { event } of createRunEventReader().push(bytes)) applyRunEvent(state, event);
    return {
      texts: state.choices.map(({ text }) => text),
      tokens: state.choices.map(({ tokens }) => tokens),
      finishReasons: state.choices.map(({ finishReason }) => finishReason),
      usage: state.usage,
      form: state.response?.form ?? null,
      error: errorOf(state),
    };
  };
}

/** As a program does it: `POST /v1/completions` with a token. */
export function askApi({ baseUrl, token }: Stage, connectionId: string): AskApi {
  return async (body) => {
    const answer = await fetch(`${baseUrl}/completions`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'x-connection': connectionId,
      },
      body: JSON.stringify({ model: MODEL, prompt: PROMPT, ...body }),
    });
    const found = await answer.json();
    if (!answer.ok) {
      // Only what became a run has this header.
      const by = !answer.headers.has('x-run-id') ? 'app' : answer.status < 500 ? 'server' : 'nobody';
      return refused(by, found.error?.message ?? JSON.stringify(found));
    }
    const choices: { text: string; finish_reason: string | null }[] = found.choices;
    return {
      texts: choices.map(({ text }) => text),
      tokens: choices.map(() => null),
      finishReasons: choices.map(({ finish_reason }) => finish_reason),
      usage: null,
      form: 'json',
      error: null,
    };
  };
}

/** Without the app, to compare with. The texts of a plain answer. */
export function askServer(origin: string, key: string) {
  return async (body: Readonly<Record<string, unknown>>): Promise<readonly string[]> => {
    const answer = await fetch(`${origin}/v1/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ model: MODEL, prompt: PROMPT, ...body }),
    });
    const found: { choices: { text: string }[] } = await answer.json();
    return found.choices.map(({ text }) => text);
  };
}

function errorOf({ status, error }: RunState): Refusal | null {
  if (status === 'complete') return null;
  const isRefusal = error !== null && error.status !== null && error.status >= 400 && error.status < 500;
  return { by: isRefusal ? 'server' : 'nobody', message: error?.message ?? `The run is ${status}.` };
}

function refused(by: Refusal['by'], message: string): Outcome {
  return { texts: [], tokens: [], finishReasons: [], usage: null, form: null, error: { by, message } };
}
