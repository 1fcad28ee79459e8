import { expect, type Page } from '@playwright/test';
import { aFullAccount, type EveryScreen, PARTS, type Shown } from './support/every-screen';
import { test } from './support/test';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Two common laptops and a phone. */
const WINDOWS: readonly Size[] = [
  { width: 1280, height: 720 },
  { width: 1366, height: 768 },
  { width: 360, height: 740 },
];
/** 1280 by 1024 at 400 %. */
const MAGNIFIED: Size = { width: 320, height: 256 };

/**
 * Finds layout faults of the page in its window. It must never be wider. Where it fills the window, it must
 * be neither higher nor scrollable; elsewhere it ends where its content ends. Nothing may hang out of a
 * scroller: otherwise all of the scroller's content would count as the page's.
 */
function faults(page: Page, fills: boolean): Promise<string[]> {
  return page.evaluate((mustFill) => {
    const root = document.documentElement;
    const found: string[] = [];
    const before = { left: root.scrollLeft, top: root.scrollTop };
    const note = (fault: boolean, text: string) => fault && found.push(text);
    if (root.scrollWidth > innerWidth) {
      const widest = [...document.querySelectorAll('body *')].find(
        (element) => element.getBoundingClientRect().right > innerWidth + 1,
      );
      note(true, `${root.scrollWidth} wide in ${innerWidth}: ${widest?.outerHTML.slice(0, 120)}`);
    }
    if (mustFill) note(root.scrollHeight > innerHeight, `${root.scrollHeight} high in ${innerHeight}`);
    const end = Math.ceil(document.body.getBoundingClientRect().bottom + root.scrollTop);
    note(root.scrollHeight > Math.max(end, innerHeight), `${root.scrollHeight} high, content ends at ${end}`);
    root.scrollTo({ left: 9999, top: 99_999, behavior: 'instant' });
    note(root.scrollLeft > 0, `scrolls ${root.scrollLeft} sideways`);
    if (mustFill) note(root.scrollTop > 0, `scrolls ${root.scrollTop} down`);
    root.scrollTo({ ...before, behavior: 'instant' });
    for (const element of document.querySelectorAll('body *')) {
      if (getComputedStyle(element).position !== 'absolute') continue;
      for (
        let around = element.parentElement;
        around && around !== document.body;
        around = around.parentElement
      ) {
        const { position, transform, contain, containerType, overflowX, overflowY } =
          getComputedStyle(around);
        // The containing block of an absolute element.
        if (position !== 'static' || transform !== 'none' || contain !== 'none' || containerType !== 'normal')
          break;
        const scrolls = /auto|scroll/.test(overflowX + overflowY);
        note(scrolls, `${element.outerHTML.slice(0, 90)} hangs out of ${around.outerHTML.slice(0, 90)}`);
      }
    }
    return found;
  }, fills);
}

/** Polled: the page gets a new window size with its next frame. */
function fits(page: Page, fills: boolean, what: string): Promise<void> {
  return expect.poll(() => faults(page, fills), { message: what }).toEqual([]);
}

/** How much of the window's height the fixed parts of a screen take. */
function heldHeight(page: Page): Promise<number> {
  return page.evaluate(() => {
    let held = 0;
    for (const element of document.querySelectorAll('body *')) {
      const { position, top: stuckTop, bottom: stuckBottom } = getComputedStyle(element);
      // What is sticky to the side only scrolls away.
      const isStuck = position === 'sticky' && (stuckTop !== 'auto' || stuckBottom !== 'auto');
      if (position !== 'fixed' && !isStuck) continue;
      if (element.closest('[role=dialog], [role=menu], [data-sonner-toaster], [role=tooltip]')) continue;
      const { top, bottom, width, height } = element.getBoundingClientRect();
      const isBar = width > innerWidth / 2 && height < innerHeight / 2;
      if (isBar && bottom > 0 && top < innerHeight) held = Math.max(held, height);
    }
    return held;
  });
}

for (const [part, everyState] of Object.entries(PARTS)) {
  test(`${part}: no screen is larger than its window, at three sizes and at 400 %`, async ({
    page,
    upstream,
  }) => {
    test.setTimeout(1_200_000);
    await page.setViewportSize(WINDOWS[0] ?? MAGNIFIED);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const made: EveryScreen = await aFullAccount(page.request, upstream);
    let states = 0;
    await everyState(page, made, async ({ what, fills }: Shown) => {
      states += 1;
      const before = page.viewportSize();
      for (const size of WINDOWS) {
        await page.setViewportSize(size);
        await fits(page, fills, `${what} at ${size.width}×${size.height}`);
      }
      await page.setViewportSize(MAGNIFIED);
      await fits(page, false, `${what} at 400 %`);
      await expect
        .poll(() => heldHeight(page), { message: `bars of ${what} at 400 %` })
        .toBeLessThan(MAGNIFIED.height / 3);
      if (before) await page.setViewportSize(before);
    });
    expect(states).toBeGreaterThan(5);
  });
}

test('at 400 % the prompt is written and the output is read, on the playground, on Compare and on the page of a run', async ({
  page,
  playground,
  upstream,
}) => {
  test.setTimeout(1_200_000);
  const { runs, comparison } = await aFullAccount(page.request, upstream);
  await page.setViewportSize(MAGNIFIED);
  /** How many pixels of it are visible once it is scrolled into view. */
  const seen = (name: string, exact = true) =>
    page
      .locator('main')
      .getByRole(name === 'Prompt' ? 'textbox' : 'region', { name, exact })
      .first()
      .evaluate((element) => {
        element.scrollIntoView({ block: 'center' });
        const { left, right, top, bottom } = element.getBoundingClientRect();
        const width = Math.min(right, innerWidth) - Math.max(left, 0);
        return { width, height: Math.min(bottom, innerHeight) - Math.max(top, 0) };
      });
  const enough = async (name: string) => {
    const { width, height } = await seen(name);
    expect(width, `width of ${name}`).toBeGreaterThan(250);
    // Five lines.
    expect(height, `height of ${name}`).toBeGreaterThan(110);
  };
  await page.goto(`/?run=${runs.long}`);
  await playground.ready();
  await playground.ended();
  await enough('Prompt');
  await enough('Completion');
  await playground.prompt.fill('Written in a small window');
  await playground.runButton.click();
  await playground.ended();
  await page.goto(`/history/${runs.long}`);
  await enough('Completion');
  await page.goto(`/compare?id=${comparison}`);
  await expect(page.getByRole('region', { name: /^Column A/ })).toBeVisible();
  await enough('Completion');
});

test('with several prompts and a suffix at 1280×720, another prompt can be added and the first one is read', async ({
  page,
  playground,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await playground.open();
  await page.getByRole('button', { name: 'Multiple prompts', pressed: false }).click();
  await page.getByRole('button', { name: 'Suffix', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Suffix' })).toBeInViewport({ ratio: 1 });
  const add = page.getByRole('button', { name: 'Add prompt' });
  const first = page.getByRole('textbox', { name: 'Prompt 1', exact: true });
  await expect(add).toBeInViewport({ ratio: 1 });
  await expect(first).toBeInViewport({ ratio: 0.5 });
  await add.click();
  await expect(page.getByRole('textbox', { name: 'Prompt 2', exact: true })).toBeFocused();
  await expect(add).toBeInViewport({ ratio: 1 });
});
