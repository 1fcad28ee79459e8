'use client';

import { ChevronDown } from 'lucide-react';
import { type ComponentProps, lazy, Suspense, useState } from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { Popover } from '@/components/ui/popover';
import { Spinner } from '@/components/ui/spinner';
import { Tooltip } from '@/components/ui/tooltip';
import { isAsPreset } from '@/lib/playground/client/draft';
import { useDraft } from '@/lib/playground/client/draft-store';

const loadList = () => import('./preset-list');
const PresetList = lazy(async () => ({ default: (await loadList()).PresetList }));

/** Opens the presets, and names the one in use. */
export function PresetsPicker() {
  const [open, setOpen] = useState(false);
  const name = useDraft(({ preset }) => preset?.name);
  const changed = useDraft((draft) => draft.preset !== null && !isAsPreset(draft, draft.preset));
  const preload = () => void loadList();
  return (
    <Popover
      label="Presets"
      open={open}
      onOpenChange={setOpen}
      // The end of its button stays where it is when a name comes, so Save stays under the pointer.
      align="end"
      className="w-[min(340px,calc(100vw-16px))]"
      trigger={<PresetsButton name={name} changed={changed} onPointerEnter={preload} onFocus={preload} />}
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

/** Says what it opens with and without a preset in use, whose name it has where there is space: else a dot. */
function PresetsButton({
  name,
  changed,
  ...rest
}: ComponentProps<'button'> & { name: string | undefined; changed: boolean }) {
  const label = name === undefined ? 'Presets' : `Presets: ${name}${changed ? ' · changed' : ''}`;
  return (
    <Tooltip content={label}>
      <Button
        {...rest}
        variant="ghost"
        aria-label={label}
        className="min-w-0 shrink! px-1.5! @min-[650px]:px-1!"
      >
        {name === undefined ? (
          'Presets'
        ) : (
          <>
            <span className="inline-flex min-w-0 items-center gap-1.5 @max-[820px]:hidden">
              {/* Changed, its name needs the space. */}
              {!changed && <span className="shrink-0 text-ink-3">Preset:</span>}
              <span className="max-w-40 min-w-10 truncate">{name}</span>
              {changed && <span className="shrink-0 text-ink-3">· changed</span>}
              <ChevronDown aria-hidden="true" className="size-3.5 shrink-0 text-ink-3" />
            </span>
            <span className="inline-flex items-center gap-1 @min-[820px]:hidden">
              Presets
              <span
                aria-hidden="true"
                data-in-use=""
                className={cx(
                  'size-1.5 shrink-0 rounded-full border border-accent',
                  !changed && 'bg-accent forced-colors:bg-[Highlight]',
                )}
              />
            </span>
          </>
        )}
      </Button>
    </Tooltip>
  );
}
