import { cx } from '@/components/ui/cx';
import type { StorageOfViewer } from '@/lib/accounts/model/storage';

/**
 * A bar of the used storage, with the figures beside it. Its parts have borders, which forced colours keep.
 */
export function StorageMeter({ usedBytes, quotaBytes }: StorageOfViewer) {
  if (quotaBytes === null) return <p className="tabular-nums">{size(usedBytes)} used. No limit.</p>;
  const part = Math.min(1, usedBytes / quotaBytes);
  return (
    <div className="flex max-w-sm flex-col gap-2">
      <p className="flex flex-wrap justify-between gap-x-4 tabular-nums">
        <span>
          {size(usedBytes)} of {size(quotaBytes)} used
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

function size(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1_000)} kB`;
  const digits = bytes < 100_000_000 ? 1 : 0;
  return `${(bytes / 1_000_000).toLocaleString('en', { maximumFractionDigits: digits })} MB`;
}

function percent(part: number): string {
  if (part > 0 && part < 0.01) return 'less than 1%';
  // Never shows 100 before it is full.
  return `${part < 1 ? Math.min(99, Math.round(part * 100)) : 100}%`;
}
