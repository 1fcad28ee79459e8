import { setTimeout } from 'node:timers/promises';
import type { Locator, Page } from '@playwright/test';

/** What a long document costs on a page. */
export interface DocumentFigures {
  /** From the request of the page to the whole text in it, in milliseconds. */
  readonly openMs: number;
  readonly scrolling: Scrolling;
  /** From a key in the text to the frame after it, in milliseconds. */
  readonly keys: { readonly median: number; readonly longest: number };
  /** Tasks over 50 ms while the text came, in milliseconds. */
  readonly longTasks: readonly number[];
}

export interface Scrolling {
  readonly frames: number;
  /** The slowest twentieth of the frames: so many a second. */
  readonly slow: number;
}

const SCROLL_MS = 6_000;
const PX_PER_SECOND = 3_000;
const KEYS = 40;

/** Counts long tasks from the start of the page on; tsx wraps named functions in a helper that the page does not have. */
export const WATCH_TASKS = `globalThis.__name = (named) => named; globalThis.longTasks = [];
  new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ type: 'longtask', buffered: true });`;

/** The tasks over 50 ms since the last call. */
export async function takeLongTasks(page: Page): Promise<number[]> {
  return page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks.splice(0));
}

/** Scrolls an element up and down for some seconds, and counts frames. */
export async function scrollThrough(page: Page, selector: string): Promise<Scrolling> {
  return page.evaluate(
    async ([where, ms, speed]) => {
      const scroller = document.querySelector(where);
      if (!scroller) throw new Error('no text');
      const times: number[] = [];
      let direction = -1;
      await new Promise<void>((resolve) => {
        const begun = performance.now();
        let last = begun;
        const step = (now: number) => {
          const passed = now - last;
          if (passed > 0) times.push(passed);
          last = now;
          const before = scroller.scrollTop;
          scroller.scrollTop = before + (direction * speed * passed) / 1_000;
          if (scroller.scrollTop === before && passed > 0) direction = -direction;
          if (now - begun < ms) requestAnimationFrame(step);
          else resolve();
        };
        requestAnimationFrame(step);
      });
      times.sort((a, b) => a - b);
      const total = times.reduce((sum, time) => sum + time, 0);
      return {
        frames: (times.length / total) * 1_000,
        slow: 1_000 / (times[Math.floor(times.length * 0.95)] ?? 1),
      };
    },
    [selector, SCROLL_MS, PX_PER_SECOND] as const,
  );
}

/** Types where the press puts the cursor. */
export async function typeKeys(page: Page, place: Locator): Promise<DocumentFigures['keys']> {
  await place.click();
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(globalThis, { keyTimes: times });
    document.addEventListener(
      'keydown',
      () => {
        const begun = performance.now();
        requestAnimationFrame(() => globalThis.setTimeout(() => times.push(performance.now() - begun)));
      },
      true,
    );
  });
  for (let key = 1; key <= KEYS; key += 1) {
    await page.keyboard.press('a');
    // A page that is behind gets the next key when it has drawn this one.
    await page.waitForFunction(
      (count) => (globalThis as unknown as { keyTimes: number[] }).keyTimes.length >= count,
      key,
    );
    await setTimeout(60);
  }
  const times = await page.evaluate(() => (globalThis as unknown as { keyTimes: number[] }).keyTimes);
  times.sort((a, b) => a - b);
  return { median: Math.round(times[times.length >> 1] ?? 0), longest: Math.round(times.at(-1) ?? 0) };
}
