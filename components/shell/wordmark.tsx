import { cx } from '@/components/ui/cx';
import { Link } from '@/components/ui/link';

/** The name, with the caret of a growing text. */
export function Wordmark({ className }: { className?: string }) {
  return (
    <Link
      href="/"
      className={cx(
        'inline-flex h-11 items-center rounded-sm text-base font-semibold tracking-[-0.01em]',
        className,
      )}
    >
      Completions
      <span aria-hidden="true" className="ml-[3px] inline-block h-[15px] w-[7px] translate-y-px bg-accent" />
    </Link>
  );
}
