import { broadcast, onBroadcast } from '@/lib/platform/server/redis/messages';
import { sharedRedis } from '@/lib/platform/server/redis/shared-redis';

/**
 * What servers tell each other about queues. Only hints: who hears nothing, since there is no Redis or it is away, looks
 * at the rows every few seconds (./keep-queue.ts).
 */

const KIND = 'queue-changed';

/** Other servers should look at the queues soon. Never throws. */
export function tellQueueChanged(): void {
  broadcast(KIND, null);
}

/** Calls the handler, the last one that was given, when another server has said so. */
export function onQueueNews(handler: () => void): void {
  onBroadcast(KIND, handler);
}

/** Whether a page can follow a run that another server carries out, so that any server may run any cell. */
export function isFollowedElsewhere(): boolean {
  return sharedRedis()?.isUp ?? false;
}
