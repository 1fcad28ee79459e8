import { type APIRequestContext, expect, type Locator, type Page } from '@playwright/test';
import type { ComparisonDetail } from '@/lib/compare/model/comparisons';
import { type ComparisonPlan, comparisonPlanSchema, type Variant } from '@/lib/compare/model/plan';
import { type PlannedPrompt, planOfVariants } from '@/lib/compare/model/plan-cells';
import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import { PRACTICE_MODEL_ID } from '@/lib/practice/practice-model-id';

/** A column on the practice model that sends these parameters, with a limit on its length. */
export function columnOf(
  id: string,
  values: Variant['settings']['values'],
  more: Partial<Variant> = {},
): Variant {
  const all = { max_tokens: 40, stream: true, ...values };
  return {
    id,
    name: null,
    connectionId: PRACTICE_CONNECTION_ID,
    model: PRACTICE_MODEL_ID,
    settings: { values: all, sent: Object.keys(all) as Variant['settings']['sent'] },
    ...more,
  };
}

/** Saves a comparison through the API and returns its id. */
export async function saveComparison(
  request: APIRequestContext,
  columns: readonly Variant[],
  {
    prompt = 'Once upon a time there was a',
    asIds = false,
    ...options
  }: Partial<PlannedPrompt> & Pick<ComparisonPlan, 'referenceId' | 'background'> = {},
): Promise<string> {
  const plan = planOfVariants({ prompt, asIds }, columns as [Variant, ...Variant[]], options);
  const answer = await request.post('/api/comparisons', { data: { plan: comparisonPlanSchema.parse(plan) } });
  expect(answer.status(), await answer.text()).toBe(201);
  return (await answer.json()).id;
}

const END = /^(Complete|Stopped|Failed|Cut off)$/;

/** The page of a column comparison as a person uses it. */
export class ComparePage {
  readonly page: Page;
  readonly runAll: Locator;
  readonly stopAll: Locator;
  readonly table: Locator;
  readonly heads: Locator;
  readonly reference: Locator;
  readonly prompt: Locator;

  constructor(page: Page) {
    this.page = page;
    this.runAll = page.getByRole('button', { name: 'Run all' });
    this.stopAll = page.getByRole('button', { name: 'Stop all' });
    this.table = page.getByRole('table', { name: 'Settings and measures' });
    this.heads = this.table.locator('[data-column-head]');
    this.reference = page.getByRole('combobox', { name: 'Reference' });
    this.prompt = page.getByRole('textbox', { name: 'Prompt', exact: true });
  }

  async open(address = '/compare'): Promise<void> {
    await this.page.goto(address);
    await this.ready();
  }

  async ready(): Promise<void> {
    await expect(this.heads.first()).toBeVisible({ timeout: 30_000 });
  }

  column(letter: string): Locator {
    return this.page.getByRole('region', { name: new RegExp(`^Column ${letter}(,|$)`) });
  }

  text(letter: string): Locator {
    return this.column(letter).getByRole('region', { name: 'Completion', exact: true });
  }

  cell(label: string, letter: string): Locator {
    return this.table.getByRole('button', { name: new RegExp(`^${label} of column ${letter}:`) });
  }

  /** Names of the rows that are marked as different. */
  async markedRows(): Promise<string[]> {
    return this.table
      .getByRole('rowheader')
      .filter({ hasText: 'Differs:' })
      .locator('[data-setting]')
      .allTextContents();
  }

  /** A row for each measure, instead of a line of figures. */
  async unfoldMeasures(): Promise<void> {
    await this.table.getByRole('button', { name: 'Measures', expanded: false }).click();
  }

  /** Waits until each of these columns has ended. */
  async ended(letters: string): Promise<void> {
    for (const letter of letters) {
      const column = this.column(letter);
      await expect(column.getByText(END)).toBeVisible({ timeout: 30_000 });
      await expect(column).toHaveAttribute('aria-busy', 'false');
    }
    await expect(this.runAll).toBeVisible();
  }

  get id(): string {
    return new URL(this.page.url()).searchParams.get('id') ?? '';
  }

  /** The comparison as the server stores it. */
  async stored(): Promise<Extract<ComparisonDetail, { kind: 'columns' }>> {
    const answer = await this.page.request.get(`/api/comparisons/${this.id}`);
    expect(answer.status()).toBe(200);
    return answer.json();
  }

  async storedTexts(): Promise<string[]> {
    const { cells } = await this.stored();
    return cells.map(({ run }) => run?.state.choices[0]?.text ?? '');
  }

  /** The exact texts, white space included; collapsed duplicates are expanded first. */
  async shownTexts(letters: string): Promise<string[]> {
    for (const letter of letters) {
      const collapsed = this.column(letter).getByRole('button', { name: 'Show' });
      if (await collapsed.isVisible()) await collapsed.click();
      await expect(this.text(letter)).toBeVisible();
    }
    return Promise.all(
      [...letters].map((letter) =>
        this.text(letter)
          .locator('.run-text')
          .evaluate((element) => element.textContent ?? ''),
      ),
    );
  }
}
