'use client';

import { lazy, Suspense, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Popover } from '@/components/ui/popover';
import { Spinner } from '@/components/ui/spinner';
import { isAsPreset } from '@/lib/playground/client/draft';
import { useDraft } from '@/lib/playground/client/draft-store';

const loadList = () => import('./preset-list');
const PresetList = lazy(async () => ({ default: (await loadList()).PresetList }));

/** Named after the preset in use. */
export function PresetsPicker() {
  const [open, setOpen] = useState(false);
  const name = useDraft(({ preset }) => preset?.name);
  const modified = useDraft((draft) => draft.preset !== null && !isAsPreset(draft, draft.preset));
  const preload = () => void loadList();
  return (
    <Popover
      label="Presets"
      open={open}
      onOpenChange={setOpen}
      className="w-[min(340px,calc(100vw-16px))]"
      trigger={
        <Button
          variant="ghost"
          onPointerEnter={preload}
          onFocus={preload}
          className="min-w-0 shrink! px-1.5!"
          title={name}
        >
          {name === undefined ? (
            'Presets'
          ) : (
            <>
              <span className="shrink-0 text-ink-3 @max-[800px]:sr-only">Preset:</span>
              <span className="max-w-40 min-w-0 truncate">{name}</span>
              {modified && (
                <span className="shrink-0 text-ink-3">
                  <span className="@max-[800px]:sr-only">· modified</span>
                  <span aria-hidden="true" className="@min-[800px]:hidden">
                    *
                  </span>
                </span>
              )}
            </>
          )}
        </Button>
      }
    >
      <Suspense
        fallback={
          <div className="flex h-24 items-center justify-center">
            <Spinner />
          </div>
        }
      >
        <PresetList onApplied={() => setOpen(false)} />
      </Suspense>
    </Popover>
  );
}
