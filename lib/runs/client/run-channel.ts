import { callEach } from '@/lib/platform/client/call-each';

/** Says, to this tab and to all others, that the list of runs is no longer what it was. */
const NAME = 'playground.runs';

const listeners = new Set<() => void>();
const listenersElsewhere = new Set<() => void>();
let channel: BroadcastChannel | null = null;

function open(): BroadcastChannel | null {
  if (typeof BroadcastChannel === 'undefined') return null;
  if (!channel) {
    channel = new BroadcastChannel(NAME);
    channel.onmessage = () => {
      tell();
      callEach(listenersElsewhere);
    };
  }
  return channel;
}

function tell(): void {
  callEach(listeners);
}

export function announceRunsChanged(): void {
  open()?.postMessage('changed');
  tell();
}

export function onRunsChanged(listener: () => void): () => void {
  open();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Called when it was another tab that changed something. */
export function onRunsChangedElsewhere(listener: () => void): () => void {
  open();
  listenersElsewhere.add(listener);
  return () => listenersElsewhere.delete(listener);
}
