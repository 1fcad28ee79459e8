import type { ReactNode } from 'react';

export interface SkipLinkProps {
  href?: string;
  children?: ReactNode;
}

/** The first stop of the Tab key. */
export function SkipLink({ href = '#main', children = 'Skip to content' }: SkipLinkProps) {
  return (
    <a
      href={href}
      className="floating fixed top-1 left-1 z-60 -translate-y-20 px-3 py-1.5 focus-visible:translate-y-0 print:hidden"
    >
      {children}
    </a>
  );
}
