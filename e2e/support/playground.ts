import { expect, type Locator, type Page } from '@playwright/test';
import { writeStopText } from '@/lib/playground/client/stop-text';
import { PARAMETERS, type ParameterName, type ParameterValues } from '@/lib/protocol/request/parameters';
import type { RunStatus } from '@/lib/protocol/run/run-events';
import { STATUS_LABELS } from '@/lib/runs/client/status-labels';

/** The playground's screen as a person uses it: finds controls by their roles and names. */
export class Playground {
  readonly page: Page;
  readonly prompt: Locator;
  readonly runButton: Locator;
  readonly stopButton: Locator;
  /** The whole lower half: text, problems, status line. */
  readonly output: Locator;
  /** The text of the only choice. */
  readonly completion: Locator;
  /** The texts of several choices, in order. */
  readonly panes: Locator;
  readonly parameters: Locator;
  /** One row a run, newest first. */
  readonly history: Locator;

  constructor(page: Page) {
    this.page = page;
    this.prompt = page.getByRole('textbox', { name: 'Prompt', exact: true });
    this.runButton = page.getByRole('button', { name: /^Run( (?!again|with)|$)/ });
    this.stopButton = page.getByRole('button', { name: /^Stop( |$)/ });
    this.output = page.getByRole('region', { name: 'Output', exact: true });
    this.completion = page.getByRole('region', { name: 'Completion', exact: true });
    this.panes = page.getByRole('region', { name: /^Completion, / });
    this.parameters = page.getByRole('complementary', { name: 'Parameters' });
    this.history = page.getByRole('list', { name: 'Runs' }).locator('[data-run]');
  }

  async open(): Promise<void> {
    await this.page.goto('/');
    await this.ready();
  }

  /** Waits for hydration: from then on the controls work. */
  async ready(): Promise<void> {
    // A busy machine takes its time to start a page; everything after that is quick.
    await expect(this.page.getByText(/^[\d,]+ characters? · /)).toBeVisible({ timeout: 30_000 });
  }

  async run(): Promise<void> {
    await this.runButton.click();
  }

  /** Runs, and waits for the end; by default a good one. */
  async runToEnd(status: RunStatus = 'complete'): Promise<void> {
    await this.run();
    await this.ended(status);
  }

  async ended(status: RunStatus = 'complete'): Promise<void> {
    await expect(this.status(STATUS_LABELS[status].label)).toBeVisible({ timeout: 30_000 });
  }

  /** The word at the start of the status line. */
  status(label: string | RegExp): Locator {
    return this.output.locator('footer').getByText(label, { exact: true });
  }

  /** The exact text of one choice. */
  async text(pane: Locator = this.completion): Promise<string> {
    return (await pane.textContent()) ?? '';
  }

  async chooseModel(model: string): Promise<void> {
    await this.page.getByRole('button', { name: /^(Choose a model$|Model: )/ }).click();
    const models = this.page.getByRole('dialog', { name: 'Models' });
    await models.getByRole('combobox').fill(model);
    await models
      .getByRole('option', { name: new RegExp(escaped(model)) })
      .first()
      .click();
    await expect(this.page.getByRole('button', { name: `Model: ${model}` })).toBeVisible();
  }

  /** Through the settings, as a newcomer would; returns to the playground with the connection chosen. */
  async addConnection({
    name,
    baseUrl,
    key,
  }: {
    name: string;
    baseUrl: string;
    key?: string;
  }): Promise<void> {
    const { page } = this;
    await page.getByRole('combobox', { name: 'Connection' }).selectOption({ label: 'Edit connections…' });
    await page.getByRole('button', { name: 'New connection' }).click();
    const form = page.getByRole('dialog', { name: 'New connection' });
    await form.getByText('Custom / OpenAI-compatible', { exact: true }).click();
    await form.getByRole('textbox', { name: 'Name' }).fill(name);
    await form.getByRole('textbox', { name: 'Base URL' }).fill(baseUrl);
    if (key !== undefined) await form.getByLabel('Key', { exact: true }).fill(key);
    await form.getByRole('button', { name: 'Add connection' }).click();
    await expect(page.getByRole('heading', { name })).toBeVisible();
    await page.getByRole('link', { name: 'Playground', exact: true }).click();
    await this.ready();
    await page.getByRole('combobox', { name: 'Connection' }).selectOption({ label: name });
  }

  /** Switches every parameter off, so that nothing but `stream` is sent. */
  async allOff(): Promise<void> {
    await this.parameters.getByRole('button', { name: 'Turn all off' }).click();
    await expect(this.parameters.getByText(/^Sends (streaming\.|no parameters)/)).toBeVisible();
  }

  /** Switches a parameter on or off. */
  async send(name: ParameterName, on = true): Promise<void> {
    const send = this.parameters.getByRole('switch', { name: `Send ${PARAMETERS[name].label}`, exact: true });
    // What only some servers know is folded away.
    await this.parameters.locator('details').evaluateAll((groups) => {
      for (const group of groups) group.setAttribute('open', '');
    });
    await send.setChecked(on);
  }

  /** Sends a parameter with this value, set by its own control. */
  async setParameter<Name extends ParameterName>(
    name: Name,
    value: Required<ParameterValues>[Name],
  ): Promise<void> {
    if (name !== 'stream') await this.send(name);
    await this.#set(name, value);
  }

  /** The field with a parameter's number or text. */
  field(name: ParameterName): Locator {
    return this.parameters.getByRole('textbox', { name: PARAMETERS[name].label, exact: true });
  }

  /** The whole slider of a parameter; only its thumb has the role. */
  track(name: ParameterName): Locator {
    return this.parameters.locator(`[data-parameter="${name}"] span:has(> span > [role=slider])`);
  }

  async #set(name: ParameterName, value: unknown): Promise<void> {
    const label = PARAMETERS[name].label;
    const field = this.field(name);
    if (name === 'stream') {
      await this.parameters.getByRole('switch', { name: label, exact: true }).setChecked(value === true);
    } else if (PARAMETERS[name].kind === 'boolean' || (isRecord(value) && name === 'stream_options')) {
      const on = isRecord(value) ? value.include_usage : value;
      await this.parameters.getByRole('combobox', { name: label }).selectOption(String(on));
    } else if (name === 'suffix') {
      await this.page.getByRole('textbox', { name: 'Suffix' }).fill(String(value));
    } else if (name === 'stop' && Array.isArray(value)) {
      // Its code loads with the first use.
      await expect(field).toBeVisible();
      for (const remove of await this.parameters
        .getByRole('button', { name: /^Remove stop sequence/ })
        .all()) {
        await remove.click();
      }
      for (const text of value) {
        await field.fill(writeStopText(String(text)));
        await field.press('Enter');
      }
    } else if (name === 'logit_bias' && isRecord(value)) {
      for (const [id, bias] of Object.entries(value)) await this.#bias(id, String(bias));
    } else if (name === 'retries' && isRecord(value)) {
      await this.#retries(value);
    } else if (name === 'stop_token_ids' && Array.isArray(value)) {
      await field.fill(value.join(', '));
    } else if (isRecord(value)) {
      await field.fill(JSON.stringify(value, null, 2));
    } else {
      await field.fill(String(value));
      if (PARAMETERS[name].kind !== 'text' || name === 'user') await field.press('Enter');
    }
  }

  async #bias(id: string, bias: string): Promise<void> {
    const { parameters } = this;
    await parameters.getByRole('textbox', { name: 'Token ID' }).fill(id);
    await parameters.getByRole('button', { name: 'Add', exact: true }).click();
    const field = parameters.getByRole('textbox', {
      name: new RegExp(`^Bias for token ${id}\\b.*as a number$`),
    });
    await field.fill(bias);
    await field.press('Enter');
  }

  async #retries({ backoff, retryConnectionErrors }: Record<string, unknown>): Promise<void> {
    const { parameters } = this;
    for (const [name, label] of Object.entries(BACKOFF_LABELS)) {
      const field = parameters.getByRole('textbox', { name: label });
      await field.fill(String(isRecord(backoff) ? backoff[name] : ''));
      await field.press('Enter');
    }
    await parameters
      .getByRole('switch', { name: 'Retry when the connection fails' })
      .setChecked(retryConnectionErrors === true);
  }

  /** Writes several prompts, the array form. */
  async setPrompts(prompts: readonly string[]): Promise<void> {
    const { page } = this;
    await page.getByRole('button', { name: 'Multiple prompts', pressed: false }).click();
    for (const [index, text] of prompts.entries()) {
      if (index > 0) await page.getByRole('button', { name: 'Add prompt' }).click();
      await page.getByRole('textbox', { name: `Prompt ${index + 1}`, exact: true }).fill(text);
    }
  }
}

const BACKOFF_LABELS = {
  initialInterval: 'First wait',
  maxInterval: 'Maximum wait',
  exponent: 'Backoff factor',
  maxElapsedTime: 'Give up after',
};

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
