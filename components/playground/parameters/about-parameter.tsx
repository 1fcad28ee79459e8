'use client';

import type { ReactNode } from 'react';
import { RECEIPT_SIGNS } from '@/components/runs/receipt-panel';
import { useCurrentRun, useCurrentStore } from '@/lib/playground/client/run-controller';
import { useSettingsEditor } from '@/lib/playground/client/settings-editor';
import { PARAMETER_DESCRIPTIONS, PARAMETER_SERVERS } from '@/lib/protocol/request/parameter-descriptions';
import { type ParameterName, parameterSpec } from '@/lib/protocol/request/parameters';
import { withMinus } from '@/lib/protocol/text/minus';
import { receipt } from '@/lib/runs/model/receipt';

/** What a parameter does, its range and default, and what the server made of it in the last run. */
export function AboutParameter({ name }: { name: ParameterName }) {
  const { fallback, min, max, kind, clientOnly, wide } = parameterSpec(name);
  const servers = PARAMETER_SERVERS[name];
  const { showsRun } = useSettingsEditor();
  const ranged = min !== undefined && max !== undefined && name !== 'seed';
  return (
    <>
      <p>{PARAMETER_DESCRIPTIONS[name]}</p>
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5">
        <Row term="Sent as">
          <span className="font-mono">{name === 'extra_body' ? 'each field under its own name' : name}</span>
          {clientOnly && ' (client setting, not sent)'}
        </Row>
        {ranged && (
          <Row term={wide ? 'Usual range' : 'Range'}>
            {withMinus(`${min.toLocaleString('en-US')} to ${max.toLocaleString('en-US')}`)}
            {kind === 'integer' ? ', whole numbers' : ''}
          </Row>
        )}
        {servers && <Row term="Servers">{servers}</Row>}
        <Row term="Default if not sent">{fallback}</Row>
        {showsRun && <InLastRun name={name} />}
      </dl>
    </>
  );
}

/** Nothing before a run has ended. */
function InLastRun({ name }: { name: ParameterName }) {
  const store = useCurrentStore();
  const ended = useCurrentRun((view) => view?.phase === 'ended');
  if (!store || !ended) return null;
  const { request, retries } = store.view().startRequest;
  const line = receipt(request, store.state, retries ?? undefined).find(
    ({ parameter }) => parameter === name,
  );
  if (!line) return <Row term="Last run">Not sent</Row>;
  const { icon: Icon, word, colour } = RECEIPT_SIGNS[line.honoured];
  return (
    <Row term="Last run">
      <span className="line-clamp-3 font-mono wrap-anywhere">{line.sent}</span>
      <span className="flex items-start gap-1.5">
        <Icon aria-hidden="true" className={`mt-0.5 size-3 shrink-0 ${colour}`} />
        {line.note === '' ? word : `${word}. ${line.note}`}
      </span>
    </Row>
  );
}

function Row({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{term}</dt>
      <dd className="min-w-0 text-ink">{children}</dd>
    </>
  );
}
