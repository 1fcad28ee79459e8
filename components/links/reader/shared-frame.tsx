import './share.css';
import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';

export interface SharedFrameProps {
  /** Null: it is shown inside of another page. */
  slug: string | null;
  className: string;
  children: ReactNode;
}

/** What a link shows: the whole of the reader's page, or a preview in its owner's. */
export function SharedFrame({ slug, className, children }: SharedFrameProps) {
  const style = cx('shared mx-auto w-full flex-1 px-4 pt-6 pb-16 outline-none sm:px-6 sm:pt-10', className);
  if (slug === null) return <article className={style}>{children}</article>;
  return (
    <main id="main" tabIndex={-1} className={style}>
      {children}
    </main>
  );
}
