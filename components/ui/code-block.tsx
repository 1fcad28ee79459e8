import { cx } from './cx';
import { focusableScroller } from './focusable-scroller';

/** Code to read and to copy; scrolls when it is larger than its container. */
export function CodeBlock({ label, code, className }: { label: string; code: string; className?: string }) {
  return (
    <section
      aria-label={label}
      ref={focusableScroller}
      className={cx('overflow-auto rounded-sm border bg-sunken p-3', className)}
    >
      <pre className="font-mono text-xs leading-[1.6] whitespace-pre">
        <code>{code}</code>
      </pre>
    </section>
  );
}
