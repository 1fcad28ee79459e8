'use client';

import { Play, RotateCw, Square } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { Kbd } from '@/components/ui/kbd';
import { Tooltip } from '@/components/ui/tooltip';
import { usePress } from '@/components/ui/use-press';

export interface RunAllButtonProps {
  underWay: boolean;
  /** A start request is on its way to the server. */
  starting: boolean;
  /** Something has been run before. */
  again: boolean;
  /** What it runs. */
  tooltip: string;
  onRun: () => unknown;
  onStop: () => unknown;
  className?: string;
}

/** Runs everything, or stops it: always the same button, as wide and in the same place. */
export function RunAllButton(props: RunAllButtonProps) {
  const { underWay, starting, again, tooltip, onRun, onStop, className } = props;
  const press = usePress(underWay ? 'stop' : 'run', (meaning) => (meaning === 'stop' ? onStop() : onRun()));
  const keys = underWay ? 'escape' : 'mod+enter';
  const Icon = underWay ? Square : again ? RotateCw : Play;
  const isBusy = starting && !underWay;
  return (
    <Tooltip content={underWay ? 'Stop all' : tooltip} shortcut={keys}>
      <Button
        {...press}
        variant={underWay ? 'secondary' : 'primary'}
        loading={isBusy}
        aria-keyshortcuts={underWay ? 'Escape' : 'Control+Enter Meta+Enter'}
        className={cx(
          'w-26 wide:w-36',
          !underWay && '[&_kbd]:text-accent-ink/85',
          press.className,
          className,
        )}
      >
        {!isBusy && <Icon aria-hidden="true" className={cx('size-3', Icon !== RotateCw && 'fill-current')} />}
        {underWay ? 'Stop all' : 'Run all'}
        <Kbd keys={keys} className="max-wide:hidden" />
      </Button>
    </Tooltip>
  );
}
