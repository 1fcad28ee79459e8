'use client';

import { ChevronsUpDown } from 'lucide-react';
import { type ComponentProps, lazy, Suspense, useEffect, useId, useRef } from 'react';
import { cx } from '@/components/ui/cx';
import { Popover } from '@/components/ui/popover';
import { ariaShortcut } from '@/components/ui/shortcut-text';
import { Spinner } from '@/components/ui/spinner';
import { Tooltip } from '@/components/ui/tooltip';
import { useConnections } from '@/lib/connections/client/connection-list';
import { SHORTCUTS } from '@/lib/platform/client/shortcuts';
import { useHydrated } from '@/lib/platform/client/use-hydrated';
import { PHONE, useMedia } from '@/lib/platform/client/use-media';
import { chooseConnection } from '@/lib/playground/client/draft-connection';
import { getDraft, useDraft } from '@/lib/playground/client/draft-store';
import { onFieldFocus, useParameterError } from '@/lib/runs/client/parameter-errors';
import { ConnectionSelect } from './connection-picker';
import { usePriceForm } from './use-price-form';

const loadList = () => import('./model-list');
const loadModels = () => import('@/lib/connections/client/connections');
const ModelList = lazy(async () => ({ default: (await loadList()).ModelList }));

export interface ModelPickerProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  className?: string;
}

/** The draft's model; the searchable list loads with the first opening. */
export function ModelPicker({ open, onOpenChange, className }: ModelPickerProps) {
  const model = useDraft((draft) => draft.model);
  const connectionId = useDraft((draft) => draft.connectionId);
  const hydrated = useHydrated();
  const error = useParameterError('model');
  const button = useRef<HTMLButtonElement>(null);
  const { priceForm, openPrice } = usePriceForm();
  useEffect(
    () =>
      onFieldFocus((field) => {
        if (field !== 'model') return false;
        button.current?.focus();
        if (getDraft().model === '') onOpenChange(true);
        return true;
      }),
    [onOpenChange],
  );
  // On hover or focus: loads the list's code and the list itself.
  const preload = () => {
    void loadList();
    if (connectionId !== null) void loadModels().then(({ prefetchModels }) => prefetchModels(connectionId));
  };
  return (
    <div className={cx('flex min-w-0 flex-col', className)}>
      <Popover
        label="Models"
        open={open}
        onOpenChange={onOpenChange}
        className="w-[min(420px,calc(100vw-16px))]"
        trigger={
          <ModelButton ref={button} model={model} error={error} onPointerEnter={preload} onFocus={preload}>
            {model !== '' ? model : hydrated ? 'Choose a model' : 'Model'}
          </ModelButton>
        }
      >
        <OnConnection />
        <Suspense
          fallback={
            <div className="flex h-24 items-center justify-center">
              <Spinner />
            </div>
          }
        >
          <ModelList
            connectionId={connectionId}
            chosen={model}
            onChoose={(chosen, of) => {
              chooseConnection(of ?? connectionId, chosen);
              onOpenChange(false);
            }}
            onSetPrice={(of) => {
              onOpenChange(false);
              openPrice(of);
            }}
          />
        </Suspense>
      </Popover>
      {priceForm}
      {error && (
        <span id="model-error" role="alert" className="sr-only">
          {error}
        </span>
      )}
    </div>
  );
}

/** On a phone, where the toolbar has no space for it: of which server the models are. */
function OnConnection() {
  const isPhone = useMedia(PHONE, false);
  const id = useId();
  if (!isPhone) return null;
  return (
    <div className="flex items-center gap-2 border-b p-1 pl-3">
      <label htmlFor={id} className="text-xs text-ink-2">
        Connection
      </label>
      <ConnectionSelect id={id} className="flex-1" />
    </div>
  );
}

/** The same in the button, under the model's name. */
function ConnectionName() {
  const { connections } = useConnections();
  const chosen = useDraft((draft) => draft.connectionId);
  const name = connections.find(({ id }) => id === chosen)?.name;
  return (
    <span className="-mt-0.5 block truncate font-sans text-2xs leading-3.5 text-ink-3 not-phone:hidden">
      {name ?? 'Connection'}
    </span>
  );
}

/** The whole name: the button grows with it, and a very long one takes several lines. */
function ModelButton({
  model,
  error,
  children,
  ...rest
}: ComponentProps<'button'> & { model: string; error: string | null }) {
  return (
    <Tooltip content={error ?? 'Choose a model'} shortcut={SHORTCUTS.models.keys}>
      <button
        {...rest}
        type="button"
        aria-label={model === '' ? 'Choose a model' : `Model: ${model}`}
        aria-keyshortcuts={ariaShortcut(SHORTCUTS.models.keys)}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? 'model-error' : undefined}
        className={cx(
          'flex min-h-8 min-w-0 items-center gap-1.5 rounded-sm border border-line-strong bg-sunken px-2 text-left text-sm',
          'hover:border-ink-3 aria-invalid:border-bad pointer-coarse:min-h-10',
        )}
      >
        <span className="min-w-0 flex-1">
          <span
            className={model === '' ? 'whitespace-nowrap text-ink-3' : 'line-clamp-4 font-mono wrap-anywhere'}
          >
            {children}
          </span>
          <ConnectionName />
        </span>
        <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-ink-3" />
      </button>
    </Tooltip>
  );
}
