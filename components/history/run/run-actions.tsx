'use client';

import { CodeXml, Columns3, Square, SquarePen, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { Button, buttonStyle } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Link } from '@/components/ui/link';
import { MoreMenu } from '@/components/ui/more-menu';
import { useLingering } from '@/components/ui/use-press';
import { useActions } from '@/lib/platform/client/actions';

export interface RunActionsProps {
  runId: string;
  live: boolean;
  stopping: boolean;
  onStop: () => void;
  onCompare: () => void;
  onCode: () => void;
  onDelete: () => void;
  /** More actions from other features (links, export). */
  children?: ReactNode;
}

export function RunActions(props: RunActionsProps) {
  const { runId, live, stopping, onStop, onCompare, onCode, onDelete, children } = props;
  // The buttons beside Stop must not move under a finger that is about to press it.
  const showsStop = useLingering(live);
  const router = useRouter();
  const open = `/?run=${encodeURIComponent(runId)}`;
  useActions(
    () => [
      ...(live ? [{ id: 'stop', label: 'Stop', run: onStop }] : []),
      { id: 'open-run', label: 'Open in playground', run: () => router.push(open) },
      { id: 'compare-run', label: 'Compare with…', run: onCompare },
      { id: 'code', label: 'Code', also: 'view code curl python javascript', run: onCode },
      { id: 'delete-run', label: 'Delete run', also: 'remove', run: onDelete },
    ],
    'screen',
  );
  return (
    <div role="toolbar" aria-label="This run" className="flex flex-wrap items-center gap-1">
      {showsStop && (
        <Button size="sm" loading={stopping || !live} onClick={onStop}>
          <Square aria-hidden="true" className="size-3" fill="currentColor" /> Stop
        </Button>
      )}
      <Link href={open} prefetch={false} className={buttonStyle('primary', 'sm')}>
        <SquarePen aria-hidden="true" className="size-3.5" /> Open in playground
      </Link>
      <Button size="sm" onClick={onCompare}>
        <Columns3 aria-hidden="true" className="size-3.5" /> Compare with…
      </Button>
      {children}
      <IconButton
        size="sm"
        label="Code"
        word="Code"
        wordFrom="always"
        onClick={onCode}
        className="pointer-coarse:hidden"
      >
        <CodeXml aria-hidden="true" />
      </IconButton>
      <IconButton size="sm" label="Delete run" onClick={onDelete} className="pointer-coarse:hidden">
        <Trash2 aria-hidden="true" />
      </IconButton>
      <MoreMenu
        label="More for this run"
        actions={[
          { label: 'Code', icon: <CodeXml aria-hidden="true" />, onSelect: onCode },
          { label: 'Delete run', icon: <Trash2 aria-hidden="true" />, tone: 'bad', onSelect: onDelete },
        ]}
      />
    </div>
  );
}
