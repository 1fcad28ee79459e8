let isLeft = false;

// Closed, or left for another page. The browser may restore it from its cache.
if (typeof window !== 'undefined') {
  window.addEventListener('pagehide', () => {
    isLeft = true;
  });
  window.addEventListener('pageshow', () => {
    isLeft = false;
  });
}

/** True once the page is being closed or left; becoming hidden is then part of that and means nothing. */
export function isPageLeft(): boolean {
  return isLeft;
}
