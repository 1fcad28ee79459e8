import { type ReactNode, useId } from 'react';
import { cx } from '@/components/ui/cx';

export interface RunSectionProps {
  title: string;
  /** At the end of the title's line. */
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
}

export function RunSection({ title, aside, className, children }: RunSectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={cx('border-b px-4 py-3 last:border-b-0', className)}>
      <div className="mb-2 flex min-h-6 items-center gap-2">
        <h2 id={id} className="text-xs font-medium text-ink-2">
          {title}
        </h2>
        {aside && <div className="ml-auto flex min-w-0 items-center gap-1">{aside}</div>}
      </div>
      {children}
    </section>
  );
}
