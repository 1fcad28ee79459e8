import type { DocumentNode } from '@/lib/documents/model/document-node';
import { tabChannel } from '@/lib/platform/client/tab-channel';
import { newUuid } from '@/lib/platform/client/uuid';

/** What tabs of this browser that show the same document tell each other. */
type TabNews =
  | { readonly kind: 'opened' | 'here' | 'closed'; readonly id: string; readonly tab: string }
  | {
      readonly kind: 'steps';
      readonly id: string;
      readonly tab: string;
      readonly nodes: readonly DocumentNode[];
    };

const channel = tabChannel<TabNews>('playground.documents');

export interface DocumentTab {
  announce(nodes: readonly DocumentNode[]): void;
  close(): void;
}

/**
 * Joins the tabs that show this document. `onOthers`: whether a tab that was there before still shows it; `onSteps`:
 * another one has written.
 */
export function joinTabs(
  id: string,
  onOthers: (areThere: boolean) => void,
  onSteps: (nodes: readonly DocumentNode[]) => void,
): DocumentTab {
  const tab = newUuid();
  const earlier = new Set<string>();
  const forget = channel.listen((news) => {
    if (news.id !== id || news.tab === tab) return;
    if (news.kind === 'opened') channel.announce({ kind: 'here', id, tab });
    // Only tabs that were there before answer.
    if (news.kind === 'here' && isOpening) earlier.add(news.tab);
    if (news.kind === 'closed') earlier.delete(news.tab);
    if (news.kind === 'steps') onSteps(news.nodes);
    else onOthers(earlier.size > 0);
  });
  let isOpening = true;
  const opened = setTimeout(() => {
    isOpening = false;
  }, OPENING_MS);
  channel.announce({ kind: 'opened', id, tab });
  return {
    announce: (nodes) => channel.announce({ kind: 'steps', id, tab, nodes }),
    close() {
      clearTimeout(opened);
      forget();
      channel.announce({ kind: 'closed', id, tab });
    },
  };
}

/** How long answers to `opened` count: a later one is meant for a tab that was opened after this one. */
const OPENING_MS = 500;
