import { tabChannel } from '@/lib/platform/client/tab-channel';

const channel = tabChannel<'changed'>('playground.runs');

/** Tells all tabs, this one included, that the list of runs has changed. */
export function announceRunsChanged(): void {
  channel.announce('changed');
}

export function onRunsChanged(listener: () => void): () => void {
  return channel.listen(listener);
}

/** Called when another tab changed something. */
export function onRunsChangedElsewhere(listener: () => void): () => void {
  return channel.listen((_news, elsewhere) => elsewhere && listener());
}
