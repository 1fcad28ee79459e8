import type { Page } from '@playwright/test';

/** Frames and long tasks of a page, as its main thread has them. */
export interface Frames {
  /** In the mean, a second. */
  readonly frames: number;
  /** The slowest twentieth of the frames: one every so often a second. */
  readonly slow: number;
  /** Tasks over 50 ms. */
  readonly long: number;
  readonly longest: number;
}

/** Begins to count. */
export async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = { times: [] as number[], tasks: [] as [at: number, ms: number][], over: false };
    const observer = new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) seen.tasks.push([startTime, duration]);
    });
    observer.observe({ entryTypes: ['longtask'] });
    const step = (now: number) => {
      seen.times.push(now);
      if (!seen.over) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
    Object.assign(window, { seen });
  });
}

/**
 * What was counted, of the whole time or of a second from a mark that the page has set
 * (`performance.mark(first)`). The first frame's time is from before the count.
 */
export async function takeFrames(page: Page, first?: string): Promise<Frames> {
  return page.evaluate((name) => {
    const { seen } = window as unknown as {
      seen: { times: number[]; tasks: [number, number][]; over: boolean };
    };
    seen.over = true;
    const mark = name === undefined ? undefined : performance.getEntriesByName(name)[0];
    const [from, to] = mark ? [mark.startTime, mark.startTime + 1_000] : [0, Number.POSITIVE_INFINITY];
    const within = seen.times.filter((time) => time >= from && time <= to);
    const gaps = within
      .slice(1)
      .map((time, at) => time - (within[at] ?? 0))
      .sort((a, b) => a - b);
    const total = gaps.reduce((sum, gap) => sum + gap, 0);
    const tasks = seen.tasks.filter(([at, ms]) => at + ms > from && at < to).map(([, ms]) => ms);
    return {
      frames: (gaps.length / total) * 1_000,
      slow: 1_000 / (gaps[Math.floor(gaps.length * 0.95)] ?? 1),
      long: tasks.length,
      longest: Math.max(0, ...tasks),
    };
  }, first);
}
