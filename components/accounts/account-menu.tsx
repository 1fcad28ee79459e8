'use client';

import { CircleUser } from 'lucide-react';
import { type ComponentProps, type ComponentType, lazy, Suspense } from 'react';
import { Button, buttonStyle } from '@/components/ui/button';
import { LazyMenu } from '@/components/ui/lazy-menu';
import { Link } from '@/components/ui/link';
import { Tooltip } from '@/components/ui/tooltip';
import { useViewer } from '@/lib/accounts/client/viewer';
import type { Viewer } from '@/lib/accounts/model/account';
import { useExpiredSession } from '@/lib/platform/client/http/expired-session';

const SessionNotice = lazy(async (): Promise<{ default: ComponentType }> => {
  const loaded = await import('./session-notice').catch(() => null);
  return { default: loaded?.SessionNoticeInHeader ?? (() => null) };
});
const load = async () => (await import('./account-items')).AccountItems;

export function AccountMenu() {
  const { viewer } = useViewer();
  const { expired } = useExpiredSession();
  if (expired) {
    return (
      <Suspense fallback={null}>
        <SessionNotice />
      </Suspense>
    );
  }
  if (!viewer) {
    return (
      <Link href="/sign-in" className={buttonStyle('ghost')}>
        Sign in
      </Link>
    );
  }
  const label = viewerLabel(viewer);
  return (
    <LazyMenu load={load} menuProps={{}} button={(props) => <AccountButton {...props} label={label} />} />
  );
}

function AccountButton({ label, ...props }: ComponentProps<'button'> & { label: string }) {
  return (
    <Tooltip content={label}>
      <Button
        variant="ghost"
        {...props}
        aria-label={`Account: ${label}`}
        className="min-w-0 px-2 data-[state=open]:bg-hover"
      >
        <CircleUser aria-hidden="true" className="size-4 shrink-0" />
        <span className="hidden max-w-40 truncate sm:inline">{label}</span>
      </Button>
    </Tooltip>
  );
}

/** A person's name in one or two words. */
function viewerLabel(viewer: Viewer): string {
  if (viewer.isGuest) return 'Guest';
  return viewer.name || viewer.email || 'Account';
}
