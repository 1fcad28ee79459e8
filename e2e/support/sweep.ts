import { readFile } from 'node:fs/promises';
import { type APIRequestContext, type Download, expect, type Locator, type Page } from '@playwright/test';
import type { ComparisonDetail } from '@/lib/compare/model/comparisons';
import { type ComparisonPlan, comparisonPlanSchema, type PlanBase } from '@/lib/compare/model/plan';
import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import { PRACTICE_MODEL_ID } from '@/lib/practice/practice-model-id';
import type { RunDetail } from '@/lib/runs/model/runs';

type SweepDetail = Extract<ComparisonDetail, { kind: 'sweep' }>;

/** Saves a sweep through the API and returns its id. */
export async function saveSweep(
  request: APIRequestContext,
  values: ComparisonPlan['base']['settings']['values'],
  { base, ...more }: Partial<Omit<ComparisonPlan, 'base'>> & { base?: Partial<PlanBase> },
): Promise<string> {
  const all = { max_tokens: 20, stream: true, ...values };
  const plan = comparisonPlanSchema.parse({
    base: {
      prompt: 'Once upon a time there was a',
      connectionId: PRACTICE_CONNECTION_ID,
      model: PRACTICE_MODEL_ID,
      settings: { values: all, sent: Object.keys(all) },
      ...base,
    },
    axes: [{ kind: 'parameter', parameter: 'temperature', values: [0, 1] }],
    repeats: 1,
    ...more,
  });
  const answer = await request.post('/api/comparisons', { data: { plan } });
  expect(answer.status(), await answer.text()).toBe(201);
  return (await answer.json()).id;
}

/** The page of a sweep as a person uses it. */
export class SweepPage {
  readonly page: Page;
  readonly grid: Locator;
  readonly runAll: Locator;
  readonly stopAll: Locator;
  readonly progress: Locator;
  readonly estimate: Locator;
  readonly requested: Locator;
  readonly cells: Locator;

  constructor(page: Page) {
    this.page = page;
    this.grid = page.getByRole('grid');
    this.runAll = page.getByRole('button', { name: /^Run all/ });
    this.stopAll = page.getByRole('button', { name: /^Stop all/ });
    // In the row of the views, or on a narrow screen at its lower edge.
    this.progress = page.locator('[data-progress]').filter({ visible: true });
    this.estimate = page.locator('[data-estimate]');
    this.requested = page.getByRole('complementary', { name: 'Setup' });
    this.cells = this.grid.getByRole('gridcell');
  }

  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.ready();
  }

  async ready(): Promise<void> {
    await expect(this.grid).toBeVisible({ timeout: 30_000 });
  }

  cell(row: number, column: number): Locator {
    return this.grid.locator(`[data-point="${row}:${column}"]`);
  }

  values(parameter: string): Locator {
    return this.requested.getByRole('textbox', { name: `Values of ${parameter}` });
  }

  /** Presses Run all, and confirms where that is required. */
  async run(calls?: number): Promise<void> {
    const started = this.page.waitForResponse(/\/api\/comparisons\/[^/]+\/start$/);
    await this.runAll.click();
    if (calls !== undefined) await this.page.getByRole('button', { name: `Start ${calls} runs` }).click();
    expect((await started).status()).toBe(200);
  }

  /** Waits until nothing is under way, on the server and on the page. */
  async ended(): Promise<void> {
    const underWay = async () => {
      const { queue } = await this.stored();
      return queue.waiting.length + queue.live.length;
    };
    await expect.poll(underWay, { timeout: 60_000 }).toBe(0);
    await expect(this.runAll).toBeVisible({ timeout: 60_000 });
  }

  async show(tab: 'Side by side' | 'Grid' | 'Table' | 'Heat map' | 'Line chart'): Promise<void> {
    await this.page.getByRole('tab', { name: tab }).click();
  }

  async measure(label: string): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Measure' }).selectOption({ label });
  }

  /** The numbers that a heat map is drawn from, row by row; null for an empty cell. */
  async heat(): Promise<(number | null)[]> {
    return this.page
      .locator('[data-heat]')
      .evaluateAll((cells) =>
        cells.map((cell) =>
          cell.hasAttribute('data-value') ? Number(cell.getAttribute('data-value')) : null,
        ),
      );
  }

  get id(): string {
    return new URL(this.page.url()).searchParams.get('id') ?? '';
  }

  async stored(): Promise<SweepDetail> {
    const answer = await this.page.request.get(`/api/comparisons/${this.id}`);
    expect(answer.status()).toBe(200);
    return answer.json();
  }

  /** Whole runs by cell, as the page of a run reads them. */
  async runs(cells: readonly string[]): Promise<RunDetail[]> {
    const { cells: all } = await this.stored();
    return Promise.all(
      cells.map(async (cell) => {
        const runId = all.find((one) => one.cell === cell)?.run?.id;
        const answer = await this.page.request.get(`/api/runs/${runId}`);
        expect(answer.status()).toBe(200);
        return answer.json();
      }),
    );
  }
}

export async function bytesOf(download: Download): Promise<Buffer> {
  const path = await download.path();
  return readFile(path);
}

/** The file that a press saves. */
export async function savedBy(
  page: Page,
  press: () => Promise<void>,
): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  return { name: download.suggestedFilename(), bytes: await bytesOf(download) };
}
