'use client';

import { lazy, type ReactNode, Suspense, useState } from 'react';
import { Button } from '@/components/ui/button';
import { useConnections } from '@/lib/connections/client/connection-list';
import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import { formatCost } from '@/lib/protocol/run/money';
import type { RunState } from '@/lib/protocol/run/run-state';
import type { StartRequest } from '@/lib/runs/client/run-view';
import { answerFacts } from '@/lib/runs/model/answer-facts';
import { RawBody } from './raw-body';

const PriceForm = lazy(async () => ({
  default: (await import('@/components/connections/price-form')).PriceForm,
}));

export interface AnswerDetailsProps {
  /** Of a run that has ended. */
  state: RunState;
  startRequest: Pick<StartRequest, 'connectionId' | 'request'>;
}

/** What the server told besides the text: who answered, its counts and timings, the cost, the raw answer. */
export function AnswerDetails({ state, startRequest }: AnswerDetailsProps) {
  const { response } = state;
  return (
    <div className="text-xs">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
        {answerFacts(state).map(({ name, value }) => (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ))}
        <CostFact state={state} startRequest={startRequest} />
      </dl>
      {response?.raw !== undefined && (
        <RawBody
          body={response.raw}
          status={null}
          isJson
          note={response.rawIsCut ? 'Long fields were left out.' : undefined}
        />
      )}
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-2">{name}</dt>
      <dd className="wrap-anywhere tabular-nums">{children}</dd>
    </>
  );
}

/** The cost, and a way to set the price where it is the user's to set. */
function CostFact({ state, startRequest: { connectionId, request } }: AnswerDetailsProps) {
  const { connections } = useConnections();
  const [editing, setEditing] = useState(false);
  const { cost } = state;
  const isThere =
    connectionId !== PRACTICE_CONNECTION_ID && connections.some(({ id }) => id === connectionId);
  if (cost === undefined && !isThere) return null;
  return (
    <>
      <Fact name="Cost">
        <span className="inline-flex flex-wrap items-center gap-x-2">
          {cost && <span>{formatCost(cost)}</span>}
          {isThere && (
            <Button size="sm" variant="ghost" className="-my-1" onClick={() => setEditing(true)}>
              {state.price === undefined ? 'Set price' : 'Change price'}
            </Button>
          )}
        </span>
      </Fact>
      <Suspense fallback={null}>
        {editing && (
          <PriceForm
            connectionId={connectionId}
            model={request.model}
            price={state.price ?? null}
            onClose={() => setEditing(false)}
          />
        )}
      </Suspense>
    </>
  );
}
