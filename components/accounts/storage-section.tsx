'use client';

import { ListStatus } from '@/components/shell/list-status';
import { Section } from '@/components/shell/section';
import { Link } from '@/components/ui/link';
import { useStorage } from '@/lib/accounts/client/storage';
import { useViewer } from '@/lib/accounts/client/viewer';
import { StorageMeter } from './storage-meter';

/** The used part of the quota, as text and as a bar. */
export function StorageSection() {
  const { viewer, site } = useViewer();
  const { data, isPending, error, refetch } = useStorage();
  return (
    <Section
      title="Storage"
      description="Runs, comparisons, links, presets and connections use space on this server. Deleted items free their space within two minutes."
    >
      <ListStatus what="storage" isPending={isPending} error={error} onRetry={() => void refetch()} />
      {data && <StorageMeter {...data} />}
      {data && isFull(data) && (
        <p className="mt-3 max-w-[64ch]">
          Your storage is full. Runs in progress are saved, but you can't start new ones. Delete what you no
          longer need in the{' '}
          <Link href="/history" className="underline">
            history
          </Link>
          {data.isMoreForAccounts && viewer?.isGuest && site.signUp
            ? ', or keep this account to get more storage.'
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
