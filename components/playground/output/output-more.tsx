'use client';

import { BookOpenText, FileText, Percent, RotateCw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import type { MoreAction } from '@/components/ui/more-items';
import { MoreMenu } from '@/components/ui/more-menu';
import { setWithPrompt, useWithPrompt } from '@/lib/platform/client/with-prompt';
import { regenerate } from '@/lib/playground/client/run-controller';
import { useProbabilities } from './show-probabilities';

export interface OutputMoreProps {
  live: boolean;
  /** The prompt can be shown around the output. */
  joinable: boolean;
  /** The output came without probabilities, which the next run can have. */
  withoutTokens: boolean;
  runId: string | null;
}

/** In words what the header has as icons elsewhere: a touch screen has no tooltips. */
export function OutputMore({ live, joinable, withoutTokens, runId }: OutputMoreProps) {
  const router = useRouter();
  const withPrompt = useWithPrompt();
  const { asked, label, act } = useProbabilities();
  const actions: MoreAction[] = [];
  if (!live) {
    actions.push({
      label: 'Regenerate',
      icon: <RotateCw aria-hidden="true" />,
      onSelect: () => regenerate(),
    });
  }
  if (joinable) {
    actions.push({
      label: withPrompt ? 'Hide prompt' : 'Show prompt',
      icon: <BookOpenText aria-hidden="true" />,
      onSelect: () => setWithPrompt(!withPrompt),
    });
  }
  if (withoutTokens) {
    actions.push({ label, icon: <Percent aria-hidden="true" />, onSelect: () => act(asked) });
  }
  if (runId !== null) {
    actions.push({
      label: 'Open run details',
      icon: <FileText aria-hidden="true" />,
      onSelect: () => router.push(`/history/${runId}`),
    });
  }
  return <MoreMenu label="More for this output" actions={actions} />;
}
