import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';

export interface SectionProps {
  title: string;
  /** One sentence under the title. */
  description?: ReactNode;
  /** At the end of the title's line. */
  action?: ReactNode;
  /** Level 1 is the page's own title; all others are one level below. */
  level?: 1 | 2;
  className?: string;
  children?: ReactNode;
}

/** A part of a settings page. */
export function Section({ title, description, action, level = 2, className, children }: SectionProps) {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <section className={cx(level === 2 && 'border-t pt-5', 'mb-8', className)}>
      <div className="mb-4 flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-60">
          <Heading className={level === 1 ? 'text-lg font-semibold' : 'text-base font-semibold'}>
            {title}
          </Heading>
          {description && <p className="mt-0.5 max-w-[64ch] text-ink-2">{description}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
