import type { Page } from '@playwright/test';

export interface Icon {
  /** The value of its `data-icon-mark`. */
  readonly mark: string;
  readonly name: string;
  /** Whether it has a keyboard shortcut. */
  readonly keys: boolean;
}

/**
 * Marks the buttons and links that can be seen and have no visible text, and returns their names. What is a
 * part of a picture or of a grid, with a role of its own, is no button.
 *
 * @param titles whether the browser's own tooltip counts as text; on touch screens nobody sees it
 */
export function findIcons(page: Page, titles = true): Promise<Icon[]> {
  return page.evaluate((titlesCount) => {
    const hasText = (element: Element) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (!node.textContent?.trim()) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const { width, height } = range.getBoundingClientRect();
        const parent = node.parentElement;
        // Text for screen readers alone is clipped to a pixel.
        const clipped = parent?.closest('.sr-only') !== null;
        if (!clipped && width > 2 && height > 2) return true;
      }
      return false;
    };
    const found: { mark: string; name: string; keys: boolean }[] = [];
    for (const old of document.querySelectorAll('[data-icon-mark]')) old.removeAttribute('data-icon-mark');
    for (const element of document.querySelectorAll<HTMLElement>('button, a[href], summary, [role=button]')) {
      const role = element.getAttribute('role');
      if (role !== null && role !== 'button') continue;
      if (element.matches(':disabled') || hasText(element)) continue;
      const { left, top, width, height } = element.getBoundingClientRect();
      if (width < 4 || height < 4) continue;
      const hit = document.elementFromPoint(left + width / 2, top + height / 2);
      if (!hit || !element.contains(hit)) continue;
      if (titlesCount && element.closest('[title]:not([title=""])')) continue;
      const mark = String(found.length);
      element.setAttribute('data-icon-mark', mark);
      const name = element.getAttribute('aria-label') ?? element.outerHTML.slice(0, 200);
      found.push({ mark, name, keys: element.hasAttribute('aria-keyshortcuts') });
    }
    return found;
  }, titles);
}
