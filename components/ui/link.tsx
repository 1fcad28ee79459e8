'use client';

import { useRouter } from 'next/navigation';
import type { ComponentProps, MouseEvent } from 'react';

export interface LinkProps extends ComponentProps<'a'> {
  /** A path of this site. */
  href: string;
  /** False: the page is not fetched before the link is pressed. */
  prefetch?: boolean;
  /** It makes no new entry in the browser's history. */
  replace?: boolean;
}

/**
 * A link to another page of ours, without a full page load. Hover or focus prefetches its target. It is our
 * own because every page needs links at once, and Next's costs 3 kB of the first load.
 */
export function Link({
  href,
  prefetch = true,
  replace = false,
  onClick,
  onPointerEnter,
  onTouchStart,
  onFocus,
  ...rest
}: LinkProps) {
  const router = useRouter();
  const near = () => {
    if (prefetch) router.prefetch(href);
  };
  return (
    <a
      {...rest}
      href={href}
      onPointerEnter={(event) => {
        onPointerEnter?.(event);
        near();
      }}
      onTouchStart={(event) => {
        onTouchStart?.(event);
        near();
      }}
      onFocus={(event) => {
        onFocus?.(event);
        near();
      }}
      onClick={(event) => {
        onClick?.(event);
        if (event.defaultPrevented || !staysHere(event)) return;
        event.preventDefault();
        router[replace ? 'replace' : 'push'](href);
      }}
    />
  );
}

/** False for another tab, another window or a download: those are left to the browser. */
function staysHere({
  currentTarget,
  button,
  metaKey,
  ctrlKey,
  shiftKey,
  altKey,
}: MouseEvent<HTMLAnchorElement>) {
  const { target, origin } = currentTarget;
  return (
    button === 0 &&
    !(metaKey || ctrlKey || shiftKey || altKey) &&
    (target === '' || target === '_self') &&
    !currentTarget.hasAttribute('download') &&
    origin === location.origin
  );
}
