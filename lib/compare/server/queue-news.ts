/**
 * What servers tell each other about queues. Only hints: who hears nothing looks at the rows every few seconds
 * (./keep-queue.ts).
 */

/** Other servers should look at this queue soon. Never throws. */
export function tellQueueChanged(_comparisonId: string): void {}

/** Calls the handler when another server has said so. */
export function onQueueNews(_handler: () => void): void {}

/** Whether a page can follow a run that another server carries out, so that any server may run any cell. */
export function isFollowedElsewhere(): boolean {
  return false;
}
