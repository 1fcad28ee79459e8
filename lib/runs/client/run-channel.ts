import { tabChannel } from '@/lib/platform/client/tab-channel';

const channel = tabChannel<'changed'>('playground.runs');

/** Says, to this tab and to all others, that the list of runs is no longer what it was. */
export function announceRunsChanged(): void {
  channel.announce('changed');
}

export function onRunsChanged(listener: () => void): () => void {
  return channel.listen(listener);
}

/** Called when it was another tab that changed something. */
export function onRunsChangedElsewhere(listener: () => void): () => void {
  return channel.listen((_news, elsewhere) => elsewhere && listener());
}
