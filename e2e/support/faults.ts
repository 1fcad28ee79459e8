import { expect, type Locator, type Page } from '@playwright/test';
import { startGuest } from './guest';
import type { Playground } from './playground';

const PROMPT = 'A draft that must outlive every fault';

/** A guest on a connection called “Faulty” to this address, with a prompt written and a model chosen. */
export async function readyToRun(page: Page, playground: Playground, baseUrl: string): Promise<void> {
  const guest = await startGuest(page.request);
  await guest.addConnection({ name: 'Faulty', baseUrl, key: 'sk-faulty-0123456789' });
  await playground.open();
  await playground.prompt.fill(PROMPT);
  await page.getByRole('combobox', { name: 'Connection' }).selectOption({ label: 'Faulty' });
  await playground.chooseModel('test-model');
}

export function problemOn(page: Page): Locator {
  return page.getByRole('region', { name: 'What went wrong' });
}

/** The draft is unchanged, on the page and after a reload. */
export async function expectDraftSaved(playground: Playground): Promise<void> {
  await expect(playground.prompt).toHaveValue(PROMPT);
  await playground.page.reload();
  await playground.ready();
  await expect(playground.prompt).toHaveValue(PROMPT);
}
