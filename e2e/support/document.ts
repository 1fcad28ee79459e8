import { expect, type Locator, type Page } from '@playwright/test';
import type { ParameterName, ParameterValues } from '@/lib/protocol/request/parameters';
import type { Playground } from './playground';

/** A document that begins with this text, and that the model has continued with these parameters. */
export async function continuedDocument(
  playground: Playground,
  text: string,
  parameters: ParameterValues = {},
): Promise<DocumentPage> {
  await playground.open();
  for (const [name, value] of Object.entries(parameters))
    await playground.setParameter(name as ParameterName, value as never);
  const document = new DocumentPage(playground.page);
  await document.begin(text);
  return document;
}

/** Document mode as a person uses it. */
export class DocumentPage {
  readonly page: Page;
  /** The whole pane. */
  readonly pane: Locator;
  readonly editor: Locator;
  readonly runButton: Locator;
  readonly stopButton: Locator;

  constructor(page: Page) {
    this.page = page;
    this.pane = page.getByRole('region', { name: 'Document', exact: true });
    this.editor = this.pane.getByRole('textbox', { name: 'Document', exact: true });
    this.runButton = page.getByRole('button', { name: /^Run( (?!again|with)|$)/ });
    this.stopButton = page.getByRole('button', { name: /^Stop( |$)/ });
  }

  /** Opens the playground, and switches to the document. */
  async open(): Promise<void> {
    await this.page.goto('/');
    await this.switchTo();
  }

  async switchTo(): Promise<void> {
    await this.page.getByRole('button', { name: 'Document mode' }).click();
    await expect(this.editor).toBeVisible();
  }

  /** From the playground: writes a text into the new document, and has it continued. */
  async begin(text: string): Promise<void> {
    await this.switchTo();
    await this.write(text);
    await this.run();
    await this.ended();
  }

  /** Writes at the cursor, as a person does. */
  async write(text: string): Promise<void> {
    await this.editor.focus();
    // The browser puts the caret at the beginning; the editor puts it back to its place in the next frame.
    await this.editor.evaluate(() => new Promise(requestAnimationFrame));
    await this.page.keyboard.insertText(text);
  }

  /** The exact text of a document that is drawn as a whole; without the placeholder. */
  text(): Promise<string> {
    return this.editor.evaluate((element) =>
      [...element.querySelectorAll('.cm-line')]
        .map((line) => {
          const copy = line.cloneNode(true) as HTMLElement;
          for (const extra of copy.querySelectorAll('.cm-placeholder, .cm-growing, .cm-ghost, .cm-seam'))
            extra.remove();
          return copy.textContent ?? '';
        })
        .join('\n')
        .replaceAll('\u200b', ''),
    );
  }

  /** What is tinted as the model's, in order. */
  modelText(): Promise<string> {
    return this.editor.evaluate((element) =>
      [...element.querySelectorAll('.cm-model')].map((stretch) => stretch.textContent).join(''),
    );
  }

  /** What a run has put before older text, as it is marked. */
  insertedText(): Promise<string> {
    return this.editor.evaluate((element) =>
      [...element.querySelectorAll('.cm-inserted')].map((stretch) => stretch.textContent).join(''),
    );
  }

  /** The stretches of the text under these highlights, in their order. */
  highlighted(...names: readonly string[]): Promise<string[]> {
    return this.editor.evaluate(
      (element, names) =>
        names
          .flatMap((name) => [...(CSS.highlights.get(name) ?? [])])
          .filter(({ startContainer }) => element.contains(startContainer))
          .map(({ startContainer, startOffset, endOffset }) => {
            const range = globalThis.document.createRange();
            range.setStart(startContainer, startOffset);
            range.setEnd(startContainer, endOffset);
            return range;
          })
          .sort((a, b) => a.compareBoundaryPoints(Range.START_TO_START, b))
          .map((range) => range.toString()),
      names,
    );
  }

  /** Puts the cursor at an offset of the text. */
  async putCursor(at: number): Promise<void> {
    await this.editor.focus();
    await this.page.keyboard.press('ControlOrMeta+Home');
    for (let step = 0; step < at; step += 1) await this.page.keyboard.press('ArrowRight');
  }

  /** Runs, and waits until the server has the run. */
  async run(): Promise<void> {
    const accepted = this.page.waitForResponse(
      (response) => response.url().endsWith('/api/runs') && response.request().method() === 'POST',
    );
    await this.page.keyboard.press('ControlOrMeta+Enter');
    await accepted;
  }

  async ended(label = 'Complete'): Promise<void> {
    await expect(this.pane.locator('footer').getByText(label, { exact: true })).toBeVisible();
    await expect(this.runButton).toBeVisible();
  }
}
