import { expect, type Page } from '@playwright/test';
import type { MisbehavingServer } from '@/lib/testing/misbehaving-server';
import { startGuest } from './support/guest';
import { openOnUpstream } from './support/open-on-upstream';
import { test } from './support/test';

/* Hidden parts of a prompt: line ends and invisible characters. */

async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate(async (pasted) => {
    const data = new DataTransfer();
    data.setData('text/plain', pasted);
    const field = document.activeElement;
    field?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
    // As a browser continues a paste: it knows only one kind of line end.
    document.execCommand('insertText', false, pasted.replace(/\r\n?/g, '\n'));
  }, text);
}

const sentTo = ({ requests }: MisbehavingServer) =>
  (requests.at(-1)?.json as { prompt?: unknown } | undefined)?.prompt;

test('line ends survive a run, a reload and an edit, and can be made plain', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  await playground.prompt.fill('');
  await playground.prompt.focus();
  await paste(page, 'one\r\ntwo\r\nthree');
  await expect(page.getByText('Line endings are CRLF')).toBeVisible();
  await playground.runToEnd();
  expect(sentTo(upstream)).toBe('one\r\ntwo\r\nthree');
  await playground.prompt.focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('!');
  await playground.runToEnd();
  expect(sentTo(upstream)).toBe('one\r\ntwo\r\nthree!');
  await page.reload();
  await playground.ready();
  await playground.runToEnd();
  expect(sentTo(upstream)).toBe('one\r\ntwo\r\nthree!');
  await page.getByRole('button', { name: 'Use LF' }).click();
  await expect(page.getByText('Line endings are')).toHaveCount(0);
  await playground.runToEnd();
  expect(sentTo(upstream)).toBe('one\ntwo\nthree!');
});

test('a run of the history keeps its line ends when it is opened', async ({ page, playground }) => {
  const guest = await startGuest(page.request);
  await guest.complete({ prompt: 'a\r\nb', max_tokens: 2 });
  await playground.open();
  await playground.history.first().click();
  await expect(playground.prompt).toHaveValue('a\nb');
  const sent = page.waitForRequest(
    (request) => request.url().endsWith('/api/runs') && request.method() === 'POST',
  );
  await playground.run();
  expect((await sent).postDataJSON().request.prompt).toBe('a\r\nb');
});

test('hidden characters are named, and a NUL is taken out with one press', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  await playground.prompt.fill('a\u0000b\u202ec\u200bd');
  const notice = page.getByRole('status').filter({ hasText: 'Hidden characters' });
  await expect(notice).toContainText('U+0000 NUL');
  await expect(notice).toContainText('U+202E right-to-left override');
  await notice.getByRole('button', { name: 'Remove' }).click();
  await expect(notice).toHaveCount(0);
  await expect(playground.prompt).toHaveValue('abcd');
  await playground.runToEnd();
  expect(sentTo(upstream)).toBe('abcd');
});

test('what nobody sees in a name or an output is written out', async ({ page, playground }) => {
  const guest = await startGuest(page.request);
  await guest.complete({ prompt: 'Pay \u202eeciovni now', max_tokens: 2, echo: true });
  await playground.open();
  await expect(playground.history.first()).toContainText('Pay [U+202E]eciovni now');
  await playground.history.first().click();
  await expect(playground.output.getByText(/^Hidden characters: U\+202E/)).toBeVisible();
});
