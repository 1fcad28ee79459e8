import { expect } from '@playwright/test';
import type { Playground } from './playground';

export interface BiasedRuns {
  /** A word of the first text that is one token. */
  readonly word: string;
  /** Without a bias. */
  readonly plain: string;
  readonly banned: string;
  readonly forced: string;
}

/**
 * Finds a word of what the model writes in the logit-bias editor, bans it, runs, forces it, and runs again. The playground is open on
 * a model that has a tokenizer, and writes the same each time. Null: none of its words is one token.
 */
export async function banAndForce(playground: Playground): Promise<BiasedRuns | null> {
  const { page, parameters } = playground;
  await playground.runToEnd();
  const plain = await playground.text();
  await playground.send('logit_bias');
  await parameters.getByRole('button', { name: 'Find token IDs by text' }).click();
  const field = parameters.getByRole('textbox', { name: 'Text to find token IDs for' });
  for (const word of new Set(plain.match(/ ?[a-z]{2,}/gi))) {
    await field.fill(word);
    const shown = word.replace(/^ /, '␣');
    const tokens = parameters.getByRole('list', { name: `Tokens for ${shown}`, exact: true });
    await expect(tokens.getByRole('listitem').first()).toBeVisible({ timeout: 30_000 });
    if ((await tokens.getByRole('listitem').count()) !== 1) continue;
    await tokens.getByRole('button', { name: 'Ban' }).click();
    const row = parameters.getByRole('listitem').filter({ has: page.getByRole('slider') });
    await expect(row).toContainText(shown);
    const run = async () => {
      await playground.runToEnd();
      return playground.text();
    };
    const banned = await run();
    await tokens.getByRole('button', { name: 'Force' }).click();
    await expect(tokens.getByRole('button', { name: 'Force' })).toHaveAttribute('aria-pressed', 'true');
    return { word, plain, banned, forced: await run() };
  }
  return null;
}
