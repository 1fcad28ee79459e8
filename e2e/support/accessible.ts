import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';

/** Axe finds nothing serious or critical on the page; `colours` checks contrast alone. */
export async function expectAccessible(page: Page, what: string, scope?: 'colours'): Promise<void> {
  const axe = new AxeBuilder({ page });
  if (scope === 'colours') axe.withRules(['color-contrast']);
  const { violations } = await axe.analyze();
  const found = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => `${html} (${any[0]?.message})`).join(' | ')}`,
    );
  expect(found, `axe on ${what}`).toEqual([]);
}

/** Waits for a layer's animation: while it is half transparent, its contrast would fail. */
export async function comeIn(layer: Locator): Promise<void> {
  await expect(layer).toBeVisible();
  await layer.evaluate((element) => Promise.all(element.getAnimations().map(({ finished }) => finished)));
}

/** Neither the page nor a pane of it is wider than its place; code and prompts may scroll. */
export async function expectNothingWider(page: Page, what: string): Promise<void> {
  const wide = () =>
    page.evaluate(() => {
      const root = document.documentElement;
      const panes = [...document.querySelectorAll<HTMLElement>('body *')].filter((element) => {
        const { overflowX } = getComputedStyle(element);
        const scrolls = overflowX === 'auto' || overflowX === 'scroll';
        return scrolls && !element.matches('textarea, pre, [aria-label$=" code"], [data-swipes]');
      });
      return [root, ...panes]
        .filter((element) => element.scrollWidth > element.clientWidth + 1)
        .map(
          (element) =>
            `${element.tagName} ${element.className}: ${element.scrollWidth} in ${element.clientWidth}`,
        );
    });
  // A window that has just been resized is laid out some frames later.
  await expect.poll(wide, `wider than its place on ${what}`).toEqual([]);
}

/** Records what every live region of the page announces from now on. */
export async function listenToLiveRegions(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    const regions = '[role=status], [role=alert], [role=log], [aria-live=polite], [aria-live=assertive]';
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        const region = element?.closest(regions);
        const text = region?.textContent?.trim();
        if (text && text !== said.at(-1)) said.push(text);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => (window as unknown as { said: string[] }).said);
}
