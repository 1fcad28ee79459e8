import { expect, type Page } from '@playwright/test';
import { aFullAccount, PARTS } from './support/every-screen';
import { test } from './support/test';

/**
 * Marks the buttons and links that can be seen and have no visible text, and returns their names. What is a
 * part of a picture or of a grid, with a role of its own, is no button.
 */
function findIcons(page: Page): Promise<{ mark: string; name: string; keys: boolean }[]> {
  return page.evaluate(() => {
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
      if (element.title !== '' || element.closest('[title]:not([title=""])')) continue;
      const mark = String(found.length);
      element.setAttribute('data-icon-mark', mark);
      const name = element.getAttribute('aria-label') ?? element.outerHTML.slice(0, 200);
      found.push({ mark, name, keys: element.hasAttribute('aria-keyshortcuts') });
    }
    return found;
  });
}

/** One name for all rows of a list. */
function kindOf(name: string): string {
  return (name.split(/[:“]/)[0] ?? '').replace(/\d+/g, '#');
}

for (const [part, everyState] of Object.entries(PARTS)) {
  // Embeds have no script, and no icons either.
  test(`${part}: every button that is only an icon has a tooltip, with its key where it has one`, async ({
    page,
    upstream,
  }) => {
    test.setTimeout(600_000);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const made = await aFullAccount(page.request, upstream);
    const seen = new Set<string>();
    const without: string[] = [];
    await everyState(page, made, async ({ what }) => {
      // Looked for anew after each: under a pointer, a menu's button is replaced by the one that was loaded.
      const next = async () => (await findIcons(page)).find(({ name }) => !seen.has(kindOf(name)));
      for (let icon = await next(); icon; icon = await next()) {
        const { mark, name, keys } = icon;
        await page.locator(`[data-icon-mark="${mark}"]`).hover({ timeout: 5_000 });
        seen.add(kindOf(name));
        const tooltip = page.getByRole('tooltip');
        const shown = await tooltip
          .waitFor({ timeout: 5_000 })
          .then(() => true)
          .catch(() => false);
        if (!shown) without.push(`${name} (${what})`);
        else if (keys && (await tooltip.locator('kbd').count()) === 0) without.push(`the key of ${name}`);
        await page.mouse.move(0, 0);
        await expect(tooltip).toHaveCount(0);
      }
    });
    expect(without).toEqual([]);
    expect(seen.size).toBeGreaterThan(2);
  });
}
