import { type RefObject, useEffect } from 'react';

/** Links inside an element lead nowhere else: one to a part of the same page brings that part into view. */
export function useLinksInPlace(holder: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = holder.current;
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      if (!link) return;
      event.preventDefault();
      const id = link.hash.slice(1);
      const part = id === '' ? null : element?.querySelector(`#${CSS.escape(id)}`);
      part?.closest('details')?.setAttribute('open', '');
      part?.scrollIntoView({ block: 'nearest' });
    };
    element?.addEventListener('click', onClick);
    return () => element?.removeEventListener('click', onClick);
  }, [holder]);
}
