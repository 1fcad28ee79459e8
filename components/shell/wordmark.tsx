import Link from 'next/link';
import { cx } from '@/components/ui/cx';
import { WORDMARK_STYLE, WordmarkText } from './wordmark-link';

export function Wordmark({ className }: { className?: string }) {
  return (
    <Link href="/" className={cx(WORDMARK_STYLE, className)}>
      <WordmarkText />
    </Link>
  );
}
