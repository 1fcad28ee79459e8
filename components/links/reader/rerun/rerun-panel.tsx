'use client';

import { Play, Square } from 'lucide-react';
import { useId, useState } from 'react';
import { toastError } from '@/components/runs/toast-error';
import { Button } from '@/components/ui/button';
import { CONTROL_STYLE } from '@/components/ui/control-style';
import { cx } from '@/components/ui/cx';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { usePress } from '@/components/ui/use-press';
import { useConnections } from '@/lib/connections/client/connection-list';
import { useModels } from '@/lib/connections/client/connections';
import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import { fittingConnection } from '@/lib/links/client/reader/fitting-connection';
import type { SharedRun } from '@/lib/links/model/shared-run';
import { messageOf } from '@/lib/platform/client/http/api-error';
import { PRACTICE_MODEL_ID } from '@/lib/practice/practice-model-id';
import { isLive } from '@/lib/runs/client/run-view';
import { useRunView } from '@/lib/runs/client/use-run-view';
import { RerunResult } from './rerun-result';
import { useRerun } from './use-rerun';

/** Where to run it, and the result. */
export function RerunPanel({ shared }: { shared: SharedRun }) {
  const { connections, error } = useConnections();
  const [chosen, setChosen] = useState<{ connectionId: string; model: string } | null>(null);
  const { session, count, problem, start } = useRerun(shared);
  const live = useRunView(session?.store ?? null, (view) => view !== null && isLive(view));
  const models = useId();
  const fitting = fittingConnection(connections, shared.model, null);
  const { connectionId, model } = chosen ?? fitting;
  const { models: listed } = useModels(connections.length > 0 ? connectionId : null);
  const canRun = connections.length > 0 && model.trim() !== '';
  const choose = (id: string) => {
    const there = connections.filter((connection) => connection.id === id);
    const model =
      id === PRACTICE_CONNECTION_ID ? PRACTICE_MODEL_ID : modelFor(shared.model, there[0]?.defaultModel);
    setChosen({ connectionId: id, model });
  };
  const stop = () => session?.stop().catch(toastError);
  const run = () => {
    if (canRun && !live) start(connectionId, model.trim());
  };
  const press = usePress(live ? 'stop' : 'run', (meaning) => (meaning === 'stop' ? stop() : run()));

  return (
    <div className="flex flex-col gap-4">
      <form
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          run();
        }}
      >
        <Field label="Connection" className="min-w-40 flex-1">
          {(control) => (
            <Select {...control} value={connectionId} onChange={(event) => choose(event.target.value)}>
              {connections.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Model" className="min-w-40 flex-1">
          {(control) => (
            <>
              <input
                {...control}
                list={models}
                value={model}
                spellCheck={false}
                autoCapitalize="off"
                onChange={(event) => setChosen({ connectionId, model: event.target.value })}
                className={cx(CONTROL_STYLE, 'h-8 px-2 font-mono pointer-coarse:h-10')}
              />
              <datalist id={models}>
                {listed.map(({ id }) => (
                  <option key={id} value={id} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        <Button {...press} variant={live ? 'secondary' : 'primary'} disabled={!live && !canRun}>
          {live ? (
            <Square aria-hidden="true" className="size-3 fill-current" />
          ) : (
            <Play aria-hidden="true" className="size-3 fill-current" />
          )}
          {live ? 'Stop' : 'Run'}
        </Button>
      </form>
      {fitting.standsIn && chosen === null && (
        <p className="text-ink-2">
          None of your connections can run {shared.model}. The practice model runs instead, so the text will
          differ.
        </p>
      )}
      {(problem ?? error) && (
        <Notice tone="bad" role="alert">
          {problem ?? messageOf(error)}
        </Notice>
      )}
      {session && <RerunResult key={count} session={session} shared={shared} />}
    </div>
  );
}

/** The link's model, unless only this app has that model. */
function modelFor(shared: string | undefined, preset: string | null | undefined): string {
  return shared !== undefined && shared !== PRACTICE_MODEL_ID ? shared : (preset ?? '');
}
