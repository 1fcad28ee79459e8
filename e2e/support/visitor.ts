import { setTimeout } from 'node:timers/promises';
import { createRunEventReader } from '@/lib/protocol/run/run-event-reader';
import { applyRunEvent, emptyRunState, type RunState } from '@/lib/protocol/run/run-state';
import { type RunDetail, runDetailSchema } from '@/lib/runs/model/runs';

/** A guest without a browser, who may call several servers of one database. */
export interface Visitor {
  call(url: string, method: string, path: string, body?: unknown): Promise<Response>;
  /** The same, for an answer that must be a success. */
  json<Answer>(url: string, method: string, path: string, body?: unknown): Promise<Answer>;
  /** Starts a run, and reads its stream for as long as it lasts. */
  run(url: string, connectionId: string, prompt?: string): Promise<FollowedRun>;
  detail(url: string, runId: string): Promise<RunDetail>;
}

export interface FollowedRun {
  readonly runId: string;
  /** The run as this reader knows it. */
  readonly state: RunState;
  readonly text: () => string;
  /** The stream ended, with the run or without it. */
  readonly over: Promise<void>;
}

export async function aVisitor(url: string): Promise<Visitor> {
  const token = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await token.json()) as { csrfToken: string };
  const signedIn = await fetch(`${url}/api/auth/callback/guest`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookiesOf(token), 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, json: 'true' }),
  });
  const cookie = cookiesOf(signedIn);

  const call: Visitor['call'] = (server, method, path, body) =>
    fetch(server + path, {
      method,
      headers: { cookie, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const json = async <Answer>(...given: Parameters<Visitor['call']>): Promise<Answer> => {
    const answer = await call(...given);
    if (!answer.ok) throw new Error(`${given[1]} ${given[2]}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Answer;
  };
  return {
    call,
    json,
    detail: async (server, runId) => runDetailSchema.parse(await json(server, 'GET', `/api/runs/${runId}`)),
    run: async (server, connectionId, prompt = 'Once') => {
      const answer = await call(server, 'POST', '/api/runs', {
        idempotencyKey: crypto.randomUUID(),
        connectionId,
        request: { model: 'test-model', prompt, stream: true },
      });
      if (!answer.ok || answer.body === null) throw new Error(`${answer.status} ${await answer.text()}`);
      const state = emptyRunState(1);
      return {
        runId: answer.headers.get('x-run-id') ?? '',
        state,
        text: () => state.choices[0]?.text ?? '',
        over: readAll(answer.body, state),
      };
    },
  };
}

async function readAll(body: ReadableStream<Uint8Array>, state: RunState): Promise<void> {
  const parser = createRunEventReader();
  try {
    for await (const bytes of body as unknown as AsyncIterable<Uint8Array>) {
      for (const { event } of parser.push(bytes)) applyRunEvent(state, event);
    }
  } catch {
    // The server was killed.
  }
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}

/** Resolves when the condition holds; for what outlasts the patience of `expect.poll`. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await setTimeout(100);
}
