'use client';

import { Command } from 'cmdk';
import { Check } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Spinner } from '@/components/ui/spinner';
import { useConnections } from '@/lib/connections/client/connection-list';
import { useModels } from '@/lib/connections/client/connections';
import { type ModelsElsewhere, useModelsElsewhere } from '@/lib/connections/client/models-elsewhere';
import { recentModels } from '@/lib/connections/client/recent-models';
import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import type { Model } from '@/lib/connections/model/connections';
import { findModels } from './find-models';
import { ModelPrice } from './model-price';
import type { PricedModel } from './use-price-form';

/** Most rows drawn at once; typing narrows the list. */
const MAX_ROWS = 200;
/** The same of each other connection. */
const MAX_ROWS_ELSEWHERE = 20;

const ITEM =
  'flex min-h-7 cursor-pointer items-center gap-2 rounded-sm px-2 py-1 select-none data-[selected=true]:bg-hover pointer-coarse:min-h-10';

export interface ModelListProps {
  connectionId: string | null;
  /** The current model. */
  chosen: string;
  /** @param connectionId given for a model of another connection */
  onChoose: (model: string, connectionId?: string) => void;
  /** Opens the form for the price of the current model. */
  onSetPrice: (of: PricedModel) => void;
}

/**
 * The models of a connection and below them those of all others, with a search; a name that the server does not
 * list can be typed as well.
 */
export function ModelList({ connectionId, chosen, onChoose, onSetPrice }: ModelListProps) {
  const { models: listed, isLoading, isRefreshing, error, refresh } = useModels(connectionId);
  const models = shownModels(connectionId, listed);
  const { connections } = useConnections();
  const name = connections.find(({ id }) => id === connectionId)?.name;
  const elsewhere = useModelsElsewhere(connectionId);
  const [search, setSearch] = useState('');
  const recent = useMemo(() => (connectionId === null ? [] : recentModels(connectionId)), [connectionId]);
  const found = findModels(models, recent, search);
  const typed = search.trim();
  // A name that the own server does not list is still meant for it, and Enter changes no connection by surprise. Only the
  // practice model has no others.
  const isTypedFirst =
    found.recent.length + found.others.length === 0 && connectionId !== PRACTICE_CONNECTION_ID;
  const typedName = typed !== '' && !found.exact && (
    <Command.Item value={`use:${typed}`} onSelect={() => onChoose(typed)} className={ITEM}>
      <span className="min-w-0 truncate">
        Use “<span className="font-mono">{typed}</span>” as the model name
        {elsewhere.length > 0 && name !== undefined && ` on ${name}`}
      </span>
    </Command.Item>
  );
  return (
    <div className="flex min-h-0 flex-col">
      <Command shouldFilter={false} label="Models" className="flex min-h-0 flex-col">
        <div className="flex items-center gap-1 border-b p-1">
          <Command.Input
            autoFocus
            value={search}
            onValueChange={setSearch}
            placeholder="Search, or type any model name"
            spellCheck={false}
            autoCapitalize="off"
            className="h-8 min-w-0 flex-1 bg-transparent px-2 text-sm outline-none pointer-coarse:text-[16px]"
          />
          <Button
            size="sm"
            variant="ghost"
            loading={isRefreshing}
            disabled={connectionId === null}
            onClick={refresh}
            // Enter would choose the marked model instead.
            onKeyDown={(event) => event.key === 'Enter' && event.stopPropagation()}
          >
            Refresh
          </Button>
        </div>
        <Command.List className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-1 has-[[cmdk-list-sizer]:empty]:hidden">
          <ModelGroup heading="Recently used" models={found.recent} chosen={chosen} onSelect={onChoose} />
          <ModelGroup
            heading={elsewhere.length > 0 ? name : found.recent.length > 0 ? 'On the server' : undefined}
            models={found.others.slice(0, MAX_ROWS)}
            chosen={chosen}
            onSelect={onChoose}
          />
          {found.others.length > MAX_ROWS && (
            <p className="px-2 py-1.5 text-xs text-ink-3">
              {found.others.length - MAX_ROWS} more. Type to filter.
            </p>
          )}
          {isLoading && (
            <p className="flex items-center gap-2 px-2 py-2 text-xs text-ink-3">
              <Spinner /> Loading models
            </p>
          )}
          {!isLoading && !error && models.length === 0 && typed === '' && (
            <p className="px-2 py-2 text-xs text-ink-3">The server lists no models. Type a model name.</p>
          )}
          {isTypedFirst && typedName}
          {/* Not before its own models: what is there first is marked, and Enter takes it. */}
          {!isLoading &&
            elsewhere.map((other) => (
              <GroupElsewhere key={other.id} of={other} search={search} onChoose={onChoose} />
            ))}
          {/* Last, so that Enter takes the best match first. */}
          {!isTypedFirst && typedName}
        </Command.List>
      </Command>
      {/* Outside: there Enter presses these buttons, and chooses no model. */}
      {error && (
        <div role="alert" className="flex items-start gap-2 border-t px-3 py-2 text-xs">
          <p className="min-w-0 flex-1 break-words text-ink-2">
            Couldn't list models: {error.message} You can still type a model name.
          </p>
          <Button size="sm" loading={isRefreshing} onClick={refresh}>
            Try again
          </Button>
        </div>
      )}
      {connectionId !== null && <ModelPrice connectionId={connectionId} model={chosen} onSet={onSetPrice} />}
    </div>
  );
}

/** The practice model's owner is this app; what one has to know is what it is. */
function shownModels(connectionId: string | null, models: readonly Model[]): readonly Model[] {
  if (connectionId !== PRACTICE_CONNECTION_ID) return models;
  return models.map((model) => ({ ...model, ownedBy: 'Practice model' }));
}

/** The models of another connection that match. */
function GroupElsewhere({
  of: { id, name, models, isLoading, isFailed },
  search,
  onChoose,
}: {
  of: ModelsElsewhere;
  search: string;
  onChoose: ModelListProps['onChoose'];
}) {
  const { recent, others } = findModels(shownModels(id, models), recentModels(id), search);
  const found = [...recent, ...others];
  return (
    <>
      <ModelGroup
        heading={name}
        models={found.slice(0, MAX_ROWS_ELSEWHERE)}
        of={id}
        onSelect={(model) => onChoose(model, id)}
      />
      {found.length > MAX_ROWS_ELSEWHERE && (
        <p className="px-2 py-1.5 text-xs text-ink-3">
          {found.length - MAX_ROWS_ELSEWHERE} more on {name}. Type to filter.
        </p>
      )}
      {isLoading && (
        <p className="flex items-center gap-2 px-2 py-1.5 text-xs text-ink-3">
          <Spinner /> Loading models from {name}
        </p>
      )}
      {isFailed && <p className="px-2 py-1.5 text-xs text-ink-3">Couldn't list models from {name}.</p>}
    </>
  );
}

function ModelGroup({
  heading,
  models,
  chosen,
  of = '',
  onSelect,
}: {
  heading: string | undefined;
  models: readonly Model[];
  chosen?: string;
  /** Another connection, whose models may have the names of others. */
  of?: string;
  onSelect: (model: string) => void;
}) {
  if (models.length === 0) return null;
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:text-ink-3"
    >
      {models.map(({ id, ownedBy }) => (
        <Command.Item key={id} value={`${of} ${id}`} onSelect={() => onSelect(id)} className={ITEM}>
          <span className="inline-flex size-3.5 shrink-0">
            {id === chosen && <Check aria-label="Selected" className="size-3.5 text-accent" />}
          </span>
          <span className="min-w-0 flex-1 truncate font-mono">{id}</span>
          {ownedBy && <span className="shrink-0 text-xs text-ink-3">{ownedBy}</span>}
        </Command.Item>
      ))}
    </Command.Group>
  );
}
