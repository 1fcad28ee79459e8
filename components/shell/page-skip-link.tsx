'use client';

import { usePathname } from 'next/navigation';
import { Kbd } from '@/components/ui/kbd';
import { SkipLink } from './skip-link';

export interface SkipTarget {
  /** Of the element, which can take the focus. */
  readonly id: string;
  readonly label: string;
  /** What brings one there from anywhere on the page. */
  readonly shortcut: string;
}

/** Leads to the main part of a page, or to what its path names: on a page of many controls the one that it is for. */
export function PageSkipLink({ targets }: { targets: Readonly<Record<string, SkipTarget>> }) {
  const target = targets[usePathname()];
  if (!target) return <SkipLink />;
  return (
    <SkipLink href={`#${target.id}`}>
      {target.label} <Kbd keys={target.shortcut} />
    </SkipLink>
  );
}
