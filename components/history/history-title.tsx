import { Link } from '@/components/ui/link';

/** The heading of the history panel; `href`: the history page with the same search. */
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
