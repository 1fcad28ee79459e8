import { expect } from '@playwright/test';
import { aFullAccount, PARTS } from './support/every-screen';
import { findIcons } from './support/icons';
import { test } from './support/test';

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
        const tooltip = page.getByRole('tooltip');
        const marked = page.locator(`[data-icon-mark="${mark}"]`);
        const isShown = async () => {
          await page.mouse.move(0, 0);
          await marked.hover({ timeout: 5_000 });
          return tooltip.waitFor({ timeout: 5_000 }).then(
            () => true,
            () => false,
          );
        };
        // A page that renders under the pointer just then may miss it once, or has put another button in its place.
        const shown = (await isShown().catch(() => false)) || (await isShown().catch(() => false));
        if (!shown && (await marked.count()) === 0) continue;
        seen.add(kindOf(name));
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
