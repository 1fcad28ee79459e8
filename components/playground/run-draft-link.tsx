'use client';

import { useRouter } from 'next/navigation';
import { Link, type LinkProps } from '@/components/ui/link';
import { Tooltip } from '@/components/ui/tooltip';
import { withRunDraft } from '@/lib/playground/client/handed-draft';
import { useRunTarget } from '@/lib/playground/client/run-target';

/** Leads to a page that starts from what Run would send (`from=draft` in its address). */
export function RunDraftLink({
  href,
  title,
  className,
  children,
}: Pick<LinkProps, 'href' | 'title' | 'className' | 'children'>) {
  const inDocument = useRunTarget() !== null;
  const router = useRouter();
  const link = inDocument ? (
    // No link: what a document would send is known to this tab alone.
    <button type="button" className={className} onClick={() => router.push(withRunDraft(href))}>
      {children}
    </button>
  ) : (
    <Link href={href} prefetch={false} className={className}>
      {children}
    </Link>
  );
  return title === undefined ? link : <Tooltip content={title}>{link}</Tooltip>;
}
