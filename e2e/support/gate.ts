import { type Answer, chunk, DONE, SSE_HEADERS } from '@/lib/testing/upstream-wire';

type Body = Record<string, unknown>;

export interface Gate {
  /** For an upstream. */
  readonly answer: Answer;
  /** How often each request came, by its name. */
  readonly times: ReadonlyMap<string, number>;
  /** Requests that are held now. */
  held(): number;
  /** Lets so many more through. */
  allow(count: number): void;
}

/** Answers as many requests as it may, holds the others in the middle of their text, and counts how often each came. */
export function gate(
  nameOf: (body: Body) => string,
  textOf: (body: Body) => string = () => ' some text',
): Gate {
  const held: (() => void)[] = [];
  const times = new Map<string, number>();
  let allowed = 0;
  const letThrough = () => {
    while (allowed > 0) {
      const next = held.shift();
      if (!next) return;
      next();
    }
  };
  return {
    answer: (response, request) => {
      const body = request.json as Body;
      const name = nameOf(body);
      times.set(name, (times.get(name) ?? 0) + 1);
      response.writeHead(200, SSE_HEADERS);
      response.write(chunk(textOf(body)));
      const finish = () => {
        if (response.destroyed) return;
        allowed -= 1;
        response.end(chunk('', { finishReason: 'stop' }) + DONE);
      };
      held.push(finish);
      response.once('close', () => {
        const at = held.indexOf(finish);
        if (at >= 0) held.splice(at, 1);
      });
      letThrough();
    },
    times,
    held: () => held.length,
    allow: (count) => {
      allowed += count;
      letThrough();
    },
  };
}
