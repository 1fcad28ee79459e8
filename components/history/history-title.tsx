import { Link } from '@/components/ui/link';

/** Above the history beside the editor; `href`: the page with all of it, looking for the same. */
export function HistoryTitle({ href }: { href: string }) {
  return (
    <div className="flex h-[45px] shrink-0 items-center gap-2 pr-3 pl-4">
      <h2 className="mr-auto text-xs font-medium text-ink-2">History</h2>
      <Link
        href={href}
        prefetch={false}
        className="rounded-sm px-1 text-xs text-ink-2 hover:bg-hover hover:text-ink"
      >
        All history
      </Link>
    </div>
  );
}
