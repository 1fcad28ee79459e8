'use client';

import './output.css';
import { cx } from '@/components/ui/cx';
import { useCurrentRun, useCurrentStore } from '@/lib/client/run-controller';
import { isLive } from '@/lib/client/run-view';
import { Lanes } from './lanes';
import { OutputEmpty } from './output-empty';
import { OutputHeader } from './output-header';
import { RunAnnouncer } from './run-announcer';
import { RunProblem } from './run-problem';
import { StatusLine } from './status-line';

/** The output of the current run, with everything that is said about it. Fills the height that it is given. */
export function OutputPane({ className }: { className?: string }) {
  const store = useCurrentStore();
  const hasText = useCurrentRun((view) => view?.choices.some((choice) => choice.hasText) ?? false);
  const live = useCurrentRun((view) => view !== null && isLive(view));
  const failed = useCurrentRun((view) => view !== null && (view.error !== null || view.refusal !== null));
  return (
    <section aria-label="Output" className={cx('flex min-h-0 min-w-0 flex-col bg-bg', className)}>
      <OutputHeader />
      {store && (hasText || live || !failed) && <Lanes store={store} />}
      {!store && <OutputEmpty />}
      <RunProblem fills={!hasText && !live} />
      <StatusLine />
      <RunAnnouncer />
    </section>
  );
}
