import { randomUUID } from 'node:crypto';
import { logger } from '@/lib/platform/server/log';
import { perProcess } from '@/lib/platform/server/per-process';
import { within } from './connection';
import { type SharedRedis, sharedRedis } from './shared-redis';

/**
 * Words between servers, through Redis' channels. They are lost while it is away, so whatever must happen also
 * follows from rows. Never a key, and no text of a person: a channel is not stored, but it is seen by everybody
 * who may connect.
 */

/** How long another server may take to answer. */
const ANSWER_MS = 3_000;

type Json = string | number | boolean | null | { readonly [name: string]: Json } | readonly Json[];

interface Message {
  readonly from: string;
  readonly kind: string;
  readonly body: Json;
  /** Of a question, and of its answer. */
  readonly id?: string;
  readonly isAnswer?: true;
}

interface Words {
  readonly handlers: Map<string, (body: unknown) => void>;
  readonly answerers: Map<string, (body: unknown) => Promise<Json>>;
  readonly asked: Map<string, (body: unknown) => void>;
}

const words = () =>
  perProcess<Words>('redis-messages', () => ({
    handlers: new Map(),
    answerers: new Map(),
    asked: new Map(),
  }));

/** The other server did not answer, or there is none of that id any more. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** Says something to all other servers, as a hint: nobody may rely on it. Nothing happens without Redis. */
export function broadcast(kind: string, body: Json, redis: SharedRedis | null = sharedRedis()): void {
  if (redis === null) return;
  publish(redis, null, { from: redis.processId, kind, body }).catch(() => {
    // It is away; the log says so.
  });
}

/** What happens when another server says this. The last one registered for a kind counts. */
export function onBroadcast(kind: string, handler: (body: unknown) => void): void {
  words().handlers.set(kind, handler);
}

/**
 * Asks one other server. Rejects with `NoAnswer` when it is not there or too slow, with `RedisAway`, and when
 * its answerer threw.
 */
export async function ask(
  processId: string,
  kind: string,
  body: Json,
  redis: SharedRedis | null = sharedRedis(),
): Promise<unknown> {
  if (redis === null) throw new NoAnswer('no Redis');
  const id = randomUUID();
  const { asked } = words();
  try {
    const answer = new Promise<unknown>((resolve) => {
      asked.set(id, resolve);
    });
    const receivers = await publish(redis, processId, { from: redis.processId, kind, body, id });
    if (receivers === 0) throw new NoAnswer('no such server');
    return await within(ANSWER_MS, answer).catch((error: unknown) => {
      throw new NoAnswer('too slow', { cause: error });
    });
  } finally {
    asked.delete(id);
  }
}

/** Answers what other servers ask. Throwing leaves them without an answer. */
export function answer(kind: string, answerer: (body: unknown) => Promise<Json>): void {
  words().answerers.set(kind, answerer);
}

/** How many servers have received it. */
async function publish(redis: SharedRedis, to: string | null, message: Message): Promise<number> {
  return Number(await redis.send(['PUBLISH', redis.channel(to), JSON.stringify(message)]));
}

/** Takes what came through a channel. Never throws. */
export function receiveMessage(redis: SharedRedis, text: string): void {
  let message: Message;
  try {
    message = JSON.parse(text) as Message;
  } catch {
    return;
  }
  const { from, kind, body, id, isAnswer } = message;
  if (from === redis.processId) return;
  const { handlers, answerers, asked } = words();
  if (isAnswer) {
    asked.get(id ?? '')?.(body);
    return;
  }
  if (id === undefined) {
    try {
      handlers.get(kind)?.(body);
    } catch (error) {
      logger.error({ err: error, kind }, "couldn't handle a message from another server");
    }
    return;
  }
  const answerer = answerers.get(kind);
  if (answerer === undefined) return;
  answerer(body)
    .then((reply) => publish(redis, from, { from: redis.processId, kind, body: reply, id, isAnswer: true }))
    .catch((error: unknown) =>
      logger.warn({ err: error, kind }, "couldn't answer a request from another server"),
    );
}
