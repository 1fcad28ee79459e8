import type { Page } from '@playwright/test';

/**
 * What a finger cannot hit: controls in view or reachable by scrolling that take a touch on less than 24 by 24
 * pixels (WCAG 2.5.8). A label counts as a part of its field. Links within a sentence are exempt, and so is what is
 * switched off. Named, with the size of the hit area.
 */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const MIN = 24;
    const CONTROLS =
      'a[href], button, input, select, textarea, summary, [role=switch], [role=tab], [role=treeitem], [role=slider], ' +
      '[role=gridcell][tabindex], [role=option], [role=menuitem]';
    const isInSentence = (element: Element) =>
      element.matches('a[href]') &&
      getComputedStyle(element).display === 'inline' &&
      [...(element.parentElement?.childNodes ?? [])].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
      );
    const found: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>(CONTROLS)) {
      if (element.matches(':disabled, [aria-disabled=true], [type=hidden]')) continue;
      if (!element.checkVisibility({ visibilityProperty: true })) continue;
      const { width, height } = element.getBoundingClientRect();
      // A field that is drawn by its label alone.
      if (width <= 1 || height <= 1) continue;
      if (width >= MIN && height >= MIN) continue;
      if (isInSentence(element)) continue;
      // A press anywhere on a slider moves its thumb.
      const slider = element.matches('[role=slider]') ? element.closest('.touch-none') : null;
      const targets = [slider ?? element, ...((element as HTMLInputElement).labels ?? [])];
      element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
      const box = element.getBoundingClientRect();
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      const takes = (dx: number, dy: number) => {
        const hit = document.elementFromPoint(x + dx, y + dy);
        return targets.some((target) => target.contains(hit));
      };
      // Covered by something else, such as a dialog: it cannot be touched now.
      if (!takes(0, 0)) continue;
      const reach = (dx: number, dy: number) => {
        let step = 0;
        while (step < MIN && takes(dx * (step + 1), dy * (step + 1))) step += 1;
        return step;
      };
      const across = reach(-1, 0) + reach(1, 0) + 1;
      const down = reach(0, -1) + reach(0, 1) + 1;
      if (across >= MIN && down >= MIN) continue;
      const name = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40);
      found.push(
        `${element.tagName.toLowerCase()} “${name || element.outerHTML.slice(0, 80)}” ${across}×${down}`,
      );
    }
    return found;
  });
}
