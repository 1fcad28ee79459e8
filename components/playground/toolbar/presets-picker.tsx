'use client';

import { Bookmark } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { Popover } from '@/components/ui/popover';
import { Spinner } from '@/components/ui/spinner';

const loadList = () => import('./preset-list');
const PresetList = lazy(async () => ({ default: (await loadList()).PresetList }));

export function PresetsPicker({ className }: { className?: string }) {
  const [open, setOpen] = useState(false);
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
          aria-label="Presets"
          onPointerEnter={preload}
          onFocus={preload}
          className={cx('px-2', className)}
        >
          <Bookmark aria-hidden="true" className="size-4" />
          <span className="@max-[800px]:hidden">Presets</span>
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
