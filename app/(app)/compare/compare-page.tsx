'use client';

import { useMemo } from 'react';
import { CompareScreen } from '@/components/compare/compare-screen';
import type { CompareSlots } from '@/components/compare/header/compare-slots';
import { ShareButton, ShareLayer } from '@/components/links/share/share-button';
import { askForComparison } from '@/lib/compare/client/early-comparison';
import type { OpenLink } from '@/lib/compare/client/open-address';
import type { Connection } from '@/lib/connections/model/connections';

// The answer with all cells is made while the rest of the page's code loads and starts.
askForComparison();

const openLink: OpenLink = async (slug, connections) => {
  const { openSharedComparison } = await import('@/lib/links/client/reader/open-shared-comparison');
  return openSharedComparison(slug, connections);
};

const share: CompareSlots['share'] = (comparisonId, prepare, onShare) => {
  const subject = comparisonId === null ? null : { comparisonId };
  return (
    <ShareButton
      size="md"
      wordFrom="window"
      subject={subject}
      prepare={async () => ((await prepare()) && subject ? { subject } : null)}
      onShare={onShare}
    />
  );
};

const shareDialog: CompareSlots['shareDialog'] = (comparisonId, onClose) => (
  <ShareComparison comparisonId={comparisonId} onClose={onClose} />
);

function ShareComparison({ comparisonId, onClose }: { comparisonId: string; onClose: () => void }) {
  // The preview is made anew for another subject.
  const subject = useMemo(() => ({ comparisonId }), [comparisonId]);
  return <ShareLayer subject={subject} onClose={onClose} />;
}

/** Compare, with the share button that the links feature adds. */
export function Compare({ connections }: { connections: readonly Connection[] }) {
  return (
    <CompareScreen
      initialConnections={connections}
      share={share}
      shareDialog={shareDialog}
      openLink={openLink}
    />
  );
}
