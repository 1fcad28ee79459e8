'use client';

import { cx } from '@/components/ui/cx';
import { Link } from '@/components/ui/link';
import { PARAMETER_NAMES, PARAMETERS } from '@/lib/protocol/request/parameters';
import type { RequestChanges } from '@/lib/runs/model/request-changes';
import type { RunDetail } from '@/lib/runs/model/runs';
import { retriesText, sentText } from '@/lib/runs/model/sent-text';
import type { SettingChange } from '@/lib/runs/model/setting-changes';
import { RunSection } from './run-section';

export interface RunSettingsProps {
  run: RunDetail;
  parent: { readonly id: string; readonly name: string; readonly changes: RequestChanges } | null;
}

interface Row {
  readonly name: SettingChange['name'];
  readonly value: string | null;
  readonly change: SettingChange | undefined;
}

/** Everything that was sent besides the prompt; differences from the parent run are marked. */
export function RunSettings({ run, parent }: RunSettingsProps) {
  const changes = parent?.changes.settings ?? [];
  return (
    <RunSection
      title="Settings"
      aside={
        parent && (
          <Link
            href={`/history/${parent.id}`}
            prefetch={false}
            className="min-w-0 truncate rounded-sm text-xs text-ink-3 underline decoration-line-strong underline-offset-2 hover:text-ink pointer-coarse:-my-3 pointer-coarse:py-3"
            title={parent.name || 'Empty prompt'}
          >
            {changes.length === 0 ? 'Same as parent run' : `${changes.length} changed from parent run`}
          </Link>
        )
      }
    >
      <dl className="grid grid-cols-[minmax(88px,auto)_minmax(0,1fr)] text-xs">
        {rowsOf(run, changes).map((row) => (
          <Setting key={row.name} {...row} />
        ))}
      </dl>
    </RunSection>
  );
}

function Setting({ name, value, change }: Row) {
  return (
    <div
      data-setting={name}
      data-changed={change ? kindOf(change) : undefined}
      className={cx(
        'col-span-2 grid grid-cols-subgrid gap-x-4 rounded-sm py-0.5 pr-1 pl-2 -ml-2',
        change && 'bg-accent-soft/70 shadow-[inset_2px_0_0_var(--accent)]',
      )}
    >
      <dt className={cx(change ? 'text-ink' : 'text-ink-2')}>{labelOf(name)}</dt>
      <dd className="min-w-0 font-mono wrap-anywhere">
        {change ? <Change {...change} /> : <Value text={value ?? ''} />}
      </dd>
    </div>
  );
}

function Change({ before, after }: SettingChange) {
  return (
    <>
      {before === null ? (
        <span className="font-sans text-ink-2">not sent</span>
      ) : (
        <span className="text-ink-2">
          <Value text={before} />
        </span>
      )}
      <span aria-hidden="true" className="px-1 text-accent">
        →
      </span>
      <span className="sr-only"> changed to </span>
      {after === null ? (
        <span className="font-sans text-ink-2">not sent</span>
      ) : (
        <span className="font-medium">
          <Value text={after} />
        </span>
      )}
    </>
  );
}

/** A long value (a bias of many tokens, a text) is cut; the code has it in full. */
function Value({ text }: { text: string }) {
  const cut = text.length > 160 ? `${text.slice(0, 160)}…` : text;
  return <span title={cut === text ? undefined : text.slice(0, 2_000)}>{cut === '' ? '(empty)' : cut}</span>;
}

function rowsOf({ request, retries, connectionName }: RunDetail, changes: readonly SettingChange[]): Row[] {
  const changeOf = (name: Row['name']) => changes.find((change) => change.name === name);
  const rows: Row[] = [
    { name: 'connection', value: connectionName, change: changeOf('connection') },
    { name: 'model', value: request.model, change: changeOf('model') },
  ];
  for (const name of PARAMETER_NAMES) {
    const value = name === 'retries' ? (retries ? retriesText(retries) : undefined) : request[name];
    const change = changeOf(name);
    if (value === undefined && !change) continue;
    rows.push({ name, value: value === undefined ? null : sentText(value), change });
  }
  return rows;
}

function kindOf({ before, after }: SettingChange): 'added' | 'removed' | 'changed' {
  if (before === null) return 'added';
  return after === null ? 'removed' : 'changed';
}

function labelOf(name: Row['name']): string {
  if (name === 'connection') return 'Connection';
  return name === 'model' ? 'Model' : PARAMETERS[name].label;
}
