import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { cx } from '@/components/ui/cx';
import { Moment } from '@/components/ui/moment';
import { Tooltip } from '@/components/ui/tooltip';
import { type ShareSubject, subjectNoun } from '@/lib/links/client/share-subject';
import { shareUrl, useRevokeShare, useShares } from '@/lib/links/client/shares';
import type { Share } from '@/lib/links/model/shares';

/** Open links that already show this, each with buttons to copy and revoke it. */
export function OpenLinks({ subject }: { subject: ShareSubject }) {
  const { shares } = useShares(subject);
  const noun = subjectNoun(subject);
  const open = shares.filter(({ status }) => status === 'open');
  if (open.length === 0) return null;
  return (
    <details className="rounded-sm border px-2.5 py-1.5">
      <summary className="cursor-pointer text-ink-2">
        {open.length === 1
          ? `1 active link shows this ${noun}`
          : `${open.length} active links show this ${noun}`}
      </summary>
      <ul aria-label={`Active links to this ${noun}`} className="mt-1 divide-y">
        {open.map((share) => (
          <OpenLink key={share.id} share={share} />
        ))}
      </ul>
    </details>
  );
}

function OpenLink({ share }: { share: Share }) {
  const revoke = useRevokeShare();
  const [isArmed, setArmed] = useState(false);
  const name = share.title ?? 'Untitled';
  return (
    <li className="flex items-center gap-1 py-1.5">
      <div className="min-w-0 flex-1">
        <p className={cx('truncate', share.title === null && 'text-ink-3')}>{name}</p>
        <p className="text-xs text-ink-3">
          <Moment iso={share.createdAt} /> · {viewsLabel(share.views)}
        </p>
        {revoke.error && (
          <p role="alert" className="text-xs text-bad">
            {revoke.error.message}
          </p>
        )}
      </div>
      {share.path !== null && (
        <>
          <CopyButton text={() => shareUrl(share.path ?? '')} label={`Copy the link: ${name}`} />
          <Tooltip content="Open in a new tab">
            <a
              href={share.path}
              target="_blank"
              rel="noreferrer"
              aria-label={`Open the link in a new tab: ${name}`}
              className="inline-flex size-6 items-center justify-center rounded-sm text-ink-2 hover:bg-hover hover:text-ink pointer-coarse:size-10"
            >
              <ExternalLink aria-hidden="true" className="size-3.5" />
            </a>
          </Tooltip>
        </>
      )}
      <Button
        size="sm"
        variant={isArmed ? 'danger' : 'ghost'}
        loading={revoke.isPending}
        onBlur={() => setArmed(false)}
        onClick={() => (isArmed ? revoke.mutate(share.id) : setArmed(true))}
      >
        {isArmed ? 'Confirm revoke' : 'Revoke'}
        <span className="sr-only"> {name}</span>
      </Button>
    </li>
  );
}

export function viewsLabel(views: number): string {
  return views === 1 ? '1 view' : `${views.toLocaleString('en')} views`;
}
