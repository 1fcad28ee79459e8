import { cx } from '@/components/ui/cx';

const LINK = 'underline underline-offset-2 hover:text-ink';

/** Links to other forms of the shared page. */
export function OtherForms({ slug, className }: { slug: string | null; className?: string }) {
  return (
    <p inert={slug === null} className={cx('text-xs text-ink-3 print:hidden', className)}>
      Also available as{' '}
      <a className={LINK} href={`/s/${slug}.json`}>
        JSON
      </a>{' '}
      or an{' '}
      <a className={LINK} href={`/s/${slug}/embed`}>
        embed
      </a>
      .
    </p>
  );
}
