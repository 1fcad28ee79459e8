import type { ComponentProps } from 'react';

/** There for who listens, not for who looks. */
export function VisuallyHidden(props: ComponentProps<'span'>) {
  return <span {...props} className="sr-only" />;
}
