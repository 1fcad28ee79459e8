'use client';

import './output.css';
import { cx } from '@/components/ui/cx';
import { useCurrentRun, useCurrentStore } from '@/lib/client/runs/run-controller';
import { isLive } from '@/lib/client/runs/run-view';
import { Lanes } from './lanes';
import { OutputEmpty } from './output-empty';
import { OutputHeader } from './output-header';
import { RunAnnouncer } from './run-announcer';
import { RunProblem } from './run-problem';
import { StatusLine } from './status-line';

export interface OutputPaneProps {
  /** A run is on its way here: not the time to say that there is none. */
  opening?: boolean;
  className?: string;
}

/** The output of the current run, with everything that is said about it. Fills the height that it is given. */
export function OutputPane({ opening = false, className }: OutputPaneProps) {
  const store = useCurrentStore();
  const hasText = useCurrentRun((view) => view?.choices.some((choice) => choice.hasText) ?? false);
  const live = useCurrentRun((view) => view !== null && isLive(view));
  const failed = useCurrentRun((view) => view !== null && (view.error !== null || view.refusal !== null));
  return (
    <section aria-label="Output" className={cx('flex min-h-0 min-w-0 flex-col bg-bg', className)}>
      <OutputHeader />
      {store && (hasText || live || !failed) && <Lanes store={store} />}
      {!store && (opening ? <div className="flex-1" /> : <OutputEmpty />)}
      <RunProblem fills={!hasText && !live} />
      <StatusLine opening={opening} />
      <RunAnnouncer />
    </section>
  );
}
