import type { Locator, Page } from '@playwright/test';
import { type Frames, takeFrames, watchFrames } from '../frames';

/** What a long document costs on a page. */
export interface DocumentFigures {
  /** From the request of the page to the whole text in it. */
  readonly openMs: number;
  readonly scrolling: Frames;
  /** From a key to the frame after it, in the middle of the text: sorted. */
  readonly keyMs: readonly number[];
  /** While the text came. */
  readonly streaming: Frames;
}

/** Turns the wheel over the text for some seconds, and counts frames. */
export async function scrollThrough(page: Page, text: Locator): Promise<Frames> {
  await text.hover();
  await watchFrames(page);
  for (let turn = 0; turn < 120; turn += 1) {
    await page.mouse.wheel(0, turn < 60 ? 400 : -400);
    await page.waitForTimeout(16);
  }
  return takeFrames(page);
}

/** Types in the text, one key after the other, each when the frame after the last one was drawn. */
export async function keyTimes(page: Page, text: Locator): Promise<number[]> {
  await text.click();
  await page.evaluate(() => {
    const times: number[] = [];
    addEventListener(
      'keydown',
      () => {
        const at = performance.now();
        // The task after the next frame: by then it has been laid out and painted.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => times.push(performance.now() - at);
          port2.postMessage(null);
        });
      },
      { capture: true },
    );
    Object.assign(window, { keyTimes: times });
  });
  for (let key = 1; key <= 30; key += 1) {
    await page.keyboard.press('x');
    await page.waitForFunction(
      (count) => (window as unknown as { keyTimes: number[] }).keyTimes.length >= count,
      key,
    );
  }
  const times = await page.evaluate(() => (window as unknown as { keyTimes: number[] }).keyTimes);
  return times.toSorted((a, b) => a - b);
}
