'use client';

import { type KeyboardEvent, useRef, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { Link } from '@/components/ui/link';
import { Spinner } from '@/components/ui/spinner';
import { StatusDot } from '@/components/ui/status-dot';
import { useHistory } from '@/lib/history/client/history';
import { dayLabel, timeOfDay } from '@/lib/history/client/history-pages';
import { STATUS_LABELS } from '@/lib/runs/client/status-labels';
import { MarkedText } from '../browse/marked-text';
import { SearchField } from '../browse/search-field';

export interface CompareDialogProps {
  runId: string;
  parent: { readonly id: string; readonly name: string } | null;
  onClose: () => void;
}

/** Picks a run to compare this one with. */
export function CompareDialog({ runId, parent, onClose }: CompareDialogProps) {
  const [query, setQuery] = useState('');
  const history = useHistory({ q: query });
  const list = useRef<HTMLUListElement>(null);
  const others = history.runs.filter(({ id }) => id !== runId && (query !== '' || id !== parent?.id));

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const links = [...(list.current?.querySelectorAll('a') ?? [])];
    if (step === undefined || links.length === 0) return;
    const focused = document.activeElement;
    const at = focused instanceof HTMLAnchorElement ? links.indexOf(focused) : -1;
    const next = links[at + step];
    event.preventDefault();
    if (next) next.focus();
    else if (step < 0) list.current?.parentElement?.querySelector('input')?.focus();
  }

  return (
    <Dialog onClose={onClose} title="Compare with" className="max-w-xl!" bodyClassName="px-4 pt-1 pb-4">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only passes arrow keys from the field to the list. */}
      <div onKeyDown={onKeyDown}>
        <SearchField
          value={query}
          onChange={setQuery}
          busy={history.isPrevious}
          shortcut={null}
          className="mb-2"
        />
        <ul ref={list} aria-label="Runs to compare with" className="-mx-2">
          {parent && query === '' && (
            <Choice href={compareAddress(parent.id, runId)} name={parent.name} query="" detail="Parent run" />
          )}
          {others.map((run) => (
            <Choice
              key={run.id}
              href={compareAddress(runId, run.id)}
              name={run.title ?? run.promptPreview}
              query={query}
              detail={`${dayLabel(new Date(run.createdAt), new Date())}, ${timeOfDay(run.createdAt)} · ${run.model}`}
              status={run.status}
            />
          ))}
        </ul>
        {history.isLoading && (
          <p role="status" className="flex items-center justify-center gap-2 py-6 text-xs text-ink-3">
            <Spinner /> Loading history
          </p>
        )}
        {!history.isLoading && others.length === 0 && (query !== '' || !parent) && (
          <EmptyState>{query === '' ? 'No other runs yet.' : 'No runs match.'}</EmptyState>
        )}
      </div>
    </Dialog>
  );
}

interface ChoiceProps {
  href: string;
  name: string;
  query: string;
  detail: string;
  status?: keyof typeof STATUS_LABELS;
}

function Choice({ href, name, query, detail, status }: ChoiceProps) {
  return (
    <li>
      <Link
        href={href}
        prefetch={false}
        className="block rounded-sm px-2 py-1.5 -outline-offset-2 hover:bg-hover"
      >
        <span className="block truncate text-sm">
          {name === '' ? 'Empty prompt' : <MarkedText text={name} query={query} />}
        </span>
        <span className="flex items-center gap-1.5 text-xs text-ink-3">
          {status && <StatusDot tone={STATUS_LABELS[status].tone} label={STATUS_LABELS[status].label} />}
          <span className="truncate">{detail}</span>
        </span>
      </Link>
    </li>
  );
}

/** The older of the two comes first: it is the reference. */
function compareAddress(first: string, second: string): string {
  return `/compare?runs=${encodeURIComponent(first)},${encodeURIComponent(second)}`;
}
