'use client';

import { CompareScreen } from '@/components/compare/compare-screen';
import { ShareButton } from '@/components/links/share/share-button';
import { askForComparison } from '@/lib/compare/client/early-comparison';
import type { OpenLink } from '@/lib/compare/client/open-address';
import type { Connection } from '@/lib/connections/model/connections';

// The answer with all cells is made while the rest of the page's code loads and starts.
askForComparison();

const openLink: OpenLink = async (slug, connections) => {
  const { openSharedComparison } = await import('@/lib/links/client/reader/open-shared-comparison');
  return openSharedComparison(slug, connections);
};

function share(comparisonId: string | null, prepare: () => Promise<boolean>) {
  const subject = comparisonId === null ? null : { comparisonId };
  return (
    <ShareButton
      size="md"
      wordFrom="window"
      subject={subject}
      prepare={async () => ((await prepare()) && subject ? { subject } : null)}
    />
  );
}

/** Compare, with the share button that the links feature adds. */
export function Compare({ connections }: { connections: readonly Connection[] }) {
  return <CompareScreen initialConnections={connections} share={share} openLink={openLink} />;
}
