'use client';

import { OpenAsDocument } from '@/components/documents/open-as-document';
import { RunScreen, type RunScreenProps } from '@/components/history/run/run-screen';
import { ExportRunMenu } from '@/components/history/transfer/export-run-menu';
import { ShareButton } from '@/components/links/share/share-button';

function share(runId: string | null, onClosed: () => void) {
  return <ShareButton subject={runId === null ? null : { runId }} withText onClosed={onClosed} />;
}

/** The run screen with its share button and actions from other features. */
export function Run(props: Omit<RunScreenProps, 'share' | 'actions'>) {
  const { id } = props.run;
  const actions = (
    <>
      <OpenAsDocument runId={id} />
      <ExportRunMenu runId={id} />
    </>
  );
  return <RunScreen {...props} share={share} actions={actions} />;
}
