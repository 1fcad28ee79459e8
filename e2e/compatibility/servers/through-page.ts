import { chromium, expect } from '@playwright/test';
import type { Stage } from '@/e2e/compatibility/stage';
import { type BiasedRuns, banAndForce } from '@/e2e/support/bias-editor';
import { Playground } from '@/e2e/support/playground';
import { CHROMIUM_ARGS, findChromium } from '@/scripts/lib/browsers.mjs';
import { MODEL } from './servers';

/** The playground in a real browser, on one connection. */
export interface Screen {
  /** What the count beside the prompt says; null: an estimate. */
  countOf(text: string): Promise<number | null>;
  banAndForce(prompt: string): Promise<BiasedRuns | null>;
  close(): Promise<void>;
}

/** Opens it with the stage's session. Null: there is no browser. */
export async function openScreen({ app, session }: Stage, connection: string): Promise<Screen | null> {
  const executablePath = findChromium();
  if (executablePath === null) return null;
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
  const context = await browser.newContext({
    baseURL: app.url,
    storageState: await session.storageState(),
    viewport: { width: 1440, height: 900 },
  });
  const page = await context.newPage();
  const playground = new Playground(page);
  const open = async () => {
    await playground.open();
    await page.getByRole('combobox', { name: 'Connection' }).selectOption({ label: connection });
    await playground.chooseModel(MODEL);
  };
  await open();
  const stats = page.getByText(/^[\d,]+ characters? · /);
  return {
    countOf: async (text) => {
      // Once it is known that a server has no tokenizer, no text is sent to it any more.
      const counted = page.waitForResponse((response) => {
        if (!response.url().endsWith('/tokenize')) return false;
        const { prompt } = response.request().postDataJSON();
        return prompt.length === 0 || prompt[0] === text;
      });
      await playground.prompt.fill(text);
      const { prompt } = await (await counted).json();
      if (prompt === null) return null;
      await expect(stats).not.toContainText('about');
      const shown = /· ([\d,]+) token/.exec((await stats.textContent()) ?? '')?.[1];
      return shown === undefined ? null : Number(shown.replaceAll(',', ''));
    },
    banAndForce: async (prompt) => {
      await open();
      await playground.allOff();
      await playground.prompt.fill(prompt);
      await playground.setParameter('temperature', 0);
      await playground.setParameter('max_tokens', 40);
      return banAndForce(playground);
    },
    close: () => browser.close(),
  };
}
