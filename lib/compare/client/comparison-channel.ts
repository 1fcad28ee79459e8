import type { Comparison } from '@/lib/compare/model/comparisons';
import { callEach } from '@/lib/platform/client/call-each';

/** Tells all tabs of this browser how a comparison is now, so that none goes on with an older plan. */
const NAME = 'playground.comparisons';

export type ComparisonNews =
  | { readonly type: 'changed'; readonly comparison: Comparison }
  | { readonly type: 'deleted'; readonly id: string };

const listeners = new Set<(news: ComparisonNews) => void>();
let channel: BroadcastChannel | null = null;

function open(): BroadcastChannel | null {
  if (typeof BroadcastChannel === 'undefined') return null;
  if (!channel) {
    channel = new BroadcastChannel(NAME);
    // Comes from our own pages only.
    channel.onmessage = (event: MessageEvent<ComparisonNews>) => tell(event.data);
  }
  return channel;
}

function tell(news: ComparisonNews): void {
  callEach(listeners, news);
}

/** To the other tabs, and to listeners in this one. */
export function announceComparison(news: ComparisonNews): void {
  open()?.postMessage(news);
  tell(news);
}

export function onComparisonNews(listener: (news: ComparisonNews) => void): () => void {
  open();
  listeners.add(listener);
  return () => listeners.delete(listener);
}
