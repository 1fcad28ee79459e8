let isLeft = false;

// Closed, or left for another page. From the browser's memory it may come back as it was.
if (typeof window !== 'undefined') {
  window.addEventListener('pagehide', () => {
    isLeft = true;
  });
  window.addEventListener('pageshow', () => {
    isLeft = false;
  });
}

/** True from the moment that the page is closed or left: being hidden is a part of that, and means nothing then. */
export function isPageLeft(): boolean {
  return isLeft;
}
