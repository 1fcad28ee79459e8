import { ExternalLink } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import { Button, buttonStyle } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { cx } from '@/components/ui/cx';
import { Link } from '@/components/ui/link';
import { Moment } from '@/components/ui/moment';
import { compareHref } from '@/lib/compare/client/comparison-url';
import { documentHref } from '@/lib/documents/client/document-url';
import { shareUrl } from '@/lib/links/client/shares';
import { hiddenLabel } from '@/lib/links/model/share-about';
import type { Share } from '@/lib/links/model/shares';
import { viewsLabel } from '../share/open-links';

export interface LinkRowProps {
  share: Share;
  onChangeExpiry: () => void;
  onRevoke: () => void;
}

/** One link: what it shows, its status, and its actions while it is open. */
export function LinkRow({ share, onChangeExpiry, onRevoke }: LinkRowProps) {
  const { kind, status, path, runId, comparisonId, documentId } = share;
  const { createdAt, expiresAt, revokedAt, views, lastViewedAt } = share;
  const name = nameOf(share);
  const about = aboutOf(share);
  const isOpen = status === 'open';
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <div className="flex min-w-0 items-center gap-2">
          <h2 className={cx('min-w-0 truncate font-medium', !isOpen && 'text-ink-2')}>
            {name ?? (
              <span className="font-normal text-ink-3">
                {(comparisonId ?? documentId) === null ? `Deleted ${kind}` : `Untitled ${kind}`}
              </span>
            )}
          </h2>
          {status === 'expired' && <Badge tone="warn">Expired</Badge>}
          {status === 'revoked' && <Badge>Revoked</Badge>}
        </div>
        <p className="text-xs text-ink-2 wrap-anywhere">{about}</p>
        <p className="flex flex-wrap gap-x-3 text-xs text-ink-3">
          <span>
            Created <Moment iso={createdAt} />
          </span>
          <span>
            {revokedAt !== null ? (
              <>
                Revoked <Moment iso={revokedAt} />
              </>
            ) : expiresAt === null ? (
              'Never expires'
            ) : (
              <>
                {isOpen ? 'Expires' : 'Expired'} <Moment iso={expiresAt} withTime />
              </>
            )}
          </span>
          <span>
            {viewsLabel(views)}
            {lastViewedAt !== null && (
              <>
                , last <Moment iso={lastViewedAt} withTime />
              </>
            )}
          </span>
          {runId !== null && (
            <Link
              href={`/history/${runId}`}
              prefetch={false}
              className="underline hover:text-ink pointer-coarse:-my-3 pointer-coarse:py-3"
            >
              Original run<span className="sr-only"> of {name}</span>
            </Link>
          )}
          {documentId !== null && (
            <Link
              href={documentHref(documentId)}
              prefetch={false}
              className="underline hover:text-ink pointer-coarse:-my-3 pointer-coarse:py-3"
            >
              Original document<span className="sr-only"> {name}</span>
            </Link>
          )}
          {comparisonId !== null && (
            <Link
              href={compareHref(comparisonId)}
              prefetch={false}
              className="underline hover:text-ink pointer-coarse:-my-3 pointer-coarse:py-3"
            >
              Original comparison<span className="sr-only"> {name}</span>
            </Link>
          )}
        </p>
        {isOpen && path === null && (
          <p className="text-xs text-warn">
            The address can't be shown: the playground no longer has the key that encrypted it.
          </p>
        )}
      </div>
      {isOpen && (
        <div className="flex flex-wrap items-center gap-2">
          {path !== null && (
            <>
              <CopyButton text={() => shareUrl(path)} label="Copy link" withText />
              <a href={path} target="_blank" rel="noreferrer" className={buttonStyle('secondary', 'sm')}>
                <ExternalLink aria-hidden="true" className="size-3.5" />
                Open<span className="sr-only"> {name} in a new tab</span>
              </a>
            </>
          )}
          <Button size="sm" onClick={onChangeExpiry}>
            Expiry<span className="sr-only"> of {name}</span>
          </Button>
          <Button size="sm" data-revoke={share.id} onClick={onRevoke}>
            Revoke<span className="sr-only"> {name}</span>
          </Button>
        </div>
      )}
    </li>
  );
}

/** Null: there is no title and no prompt to name it by. */
export function nameOf({ kind, title, promptPreview, about }: Share): string | null {
  const name = title ?? promptPreview ?? about?.words ?? null;
  if (name !== '') return name;
  return promptPreview === '' && kind !== 'document' ? 'Empty prompt' : null;
}

const KINDS: Readonly<Record<Share['kind'], string>> = {
  run: 'Run',
  comparison: 'Comparison',
  document: 'Document',
};

/** What it shows: `Comparison · 3 columns · practice-1 · Hidden: timings`. */
function aboutOf({ kind, about, model }: Share): string {
  const models = about && about.models.length > 0 ? about.models.join(', ') : model;
  return [KINDS[kind], about?.compared, models, about && hiddenLabel(about)].filter(Boolean).join(' · ');
}
