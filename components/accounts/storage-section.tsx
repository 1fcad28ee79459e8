'use client';

import { ListStatus } from '@/components/shell/list-status';
import { Section } from '@/components/shell/section';
import { cx } from '@/components/ui/cx';
import { Link } from '@/components/ui/link';
import { useStorage } from '@/lib/accounts/client/storage';
import { useViewer } from '@/lib/accounts/client/viewer';
import type { StorageOfViewer } from '@/lib/accounts/model/storage';
import { sizeLabel } from '@/lib/platform/numbers/size-label';

/** The used part of the quota, as text and as a bar. */
export function StorageSection() {
  const { viewer, site } = useViewer();
  const { data, isPending, error, refetch } = useStorage();
  return (
    <Section
      title="Storage"
      description="Runs, comparisons, links, presets and connections use space on the playground's server. Deleting items frees their space within two minutes."
    >
      <ListStatus what="storage" isPending={isPending} error={error} onRetry={() => void refetch()} />
      {data && <StorageMeter {...data} />}
      {data && isFull(data) && (
        <p className="mt-3 max-w-[64ch]">
          Your storage is full. Runs in progress are saved, but you can't start new ones. Delete what you no
          longer need in your{' '}
          <Link href="/history" className="underline">
            history
          </Link>
          {data.isMoreForAccounts && viewer?.isGuest && site.signUp
            ? ', or save this account to get more storage.'
            : '.'}
        </p>
      )}
    </Section>
  );
}

/** Within the last percent of the quota, where hardly another run fits. */
function isFull({ usedBytes, quotaBytes }: { usedBytes: number; quotaBytes: number | null }): boolean {
  return quotaBytes !== null && usedBytes >= quotaBytes * 0.99;
}

/**
 * A bar of the used storage, with the figures beside it. Its parts have borders, which forced colours keep.
 */
function StorageMeter({ usedBytes, quotaBytes }: StorageOfViewer) {
  if (quotaBytes === null) return <p className="tabular-nums">{sizeLabel(usedBytes)} used. No limit.</p>;
  const part = Math.min(1, usedBytes / quotaBytes);
  return (
    <div className="flex max-w-sm flex-col gap-2">
      <p className="flex flex-wrap justify-between gap-x-4 tabular-nums">
        <span>
          {sizeLabel(usedBytes)} of {sizeLabel(quotaBytes)} used
        </span>
        <span className="text-ink-2">{percent(part)}</span>
      </p>
      {/* Hidden from screen readers: the text above says all of it. */}
      <div
        aria-hidden="true"
        className="h-2 overflow-hidden rounded-full border border-line-strong bg-sunken"
      >
        <div
          className={cx('h-full forced-colors:bg-[CanvasText]', part >= 0.9 ? 'bg-bad' : 'bg-accent')}
          style={{ width: `${part * 100}%` }}
        />
      </div>
    </div>
  );
}

function percent(part: number): string {
  if (part > 0 && part < 0.01) return 'less than 1%';
  // Never shows 100 before it is full.
  return `${part < 1 ? Math.min(99, Math.round(part * 100)) : 100}%`;
}
