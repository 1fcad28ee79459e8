'use client';

import { ChevronsUpDown } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { cx } from '@/components/ui/cx';
import { Kbd } from '@/components/ui/kbd';
import { Popover } from '@/components/ui/popover';
import { Spinner } from '@/components/ui/spinner';
import { SHORTCUTS } from '@/lib/platform/client/shortcuts';
import { useHydrated } from '@/lib/platform/client/use-hydrated';
import { changeDraft, getDraft, useDraft } from '@/lib/playground/client/draft-store';
import { clearParameterError, onFieldFocus, useParameterError } from '@/lib/runs/client/parameter-errors';

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
          <button
            ref={button}
            type="button"
            aria-label={model === '' ? 'Choose a model' : `Model: ${model}`}
            aria-keyshortcuts="Control+K Meta+K"
            aria-invalid={error ? true : undefined}
            aria-describedby={error ? 'model-error' : undefined}
            title={error ?? undefined}
            onPointerEnter={preload}
            onFocus={preload}
            className={cx(
              'flex h-8 min-w-0 items-center gap-1.5 rounded-sm border border-line-strong bg-sunken pr-2 pl-2 text-left text-sm',
              'hover:border-ink-3 aria-invalid:border-bad pointer-coarse:h-10',
            )}
          >
            <span className={cx('min-w-0 flex-1 truncate', model === '' ? 'text-ink-3' : 'font-mono')}>
              {model !== '' ? model : hydrated ? 'Choose a model' : 'Model'}
            </span>
            <Kbd keys={SHORTCUTS.models.keys} className="ml-auto pl-2 max-wide:hidden" />
            <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-ink-3" />
          </button>
        }
      >
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
            onChoose={(chosen) => {
              clearParameterError('model');
              changeDraft({ model: chosen });
              onOpenChange(false);
            }}
          />
        </Suspense>
      </Popover>
      {error && (
        <span id="model-error" role="alert" className="sr-only">
          {error}
        </span>
      )}
    </div>
  );
}
