import { expect } from '@playwright/test';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';
import { continuedDocument, DocumentPage } from './support/document';
import { openOnUpstream } from './support/open-on-upstream';
import { test } from './support/test';

const STORY = 'Once upon a time there was a';

test('a document is written, generated, edited inside, generated in the middle, branched, undone and redone to the same bytes', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.setParameter('logprobs', 5);
  await playground.setParameter('seed', 4);
  await playground.setParameter('max_tokens', 12);
  await expect(playground.parameters.getByText(/^Sends seed 4, max tokens 12,/)).toBeVisible();
  const document = new DocumentPage(page);
  await document.switchTo();
  const texts: string[] = [''];
  const note = async () => {
    const text = await document.text();
    if (text !== texts.at(-1)) texts.push(text);
    return text;
  };

  await document.write(STORY);
  expect(await note()).toBe(STORY);
  await document.run();
  await document.ended();
  const generated = await note();
  expect(generated.startsWith(STORY) && generated.length > STORY.length).toBe(true);
  expect(await document.modelText()).toBe(generated.slice(STORY.length).replaceAll('\n', ''));

  // Edited inside of what the model wrote: this is the person's at once.
  const inside = STORY.length + 3;
  await document.putCursor(inside);
  await page.keyboard.type('MINE');
  const edited = await note();
  expect(edited).toBe(`${generated.slice(0, inside)}MINE${generated.slice(inside)}`);
  expect(await document.modelText()).toBe(generated.slice(STORY.length).replaceAll('\n', ''));

  // Again in the middle: what follows is untouched, and goes as the suffix.
  const at = 'Once upon a time'.length;
  await document.putCursor(at);
  await expect(document.pane.getByLabel('Text after the cursor:')).toHaveValue('suffix');
  const sent = page.waitForRequest(
    (request) => request.url().endsWith('/api/runs') && request.method() === 'POST',
  );
  await document.run();
  const { request } = (await sent).postDataJSON();
  expect(request.prompt).toBe(edited.slice(0, at));
  expect(request.suffix).toBe(edited.slice(at));
  await document.ended();
  const filled = await note();
  expect(filled.startsWith(edited.slice(0, at)) && filled.endsWith(edited.slice(at))).toBe(true);
  expect(filled.length).toBeGreaterThan(edited.length);

  // Branched at a token, from the keyboard.
  await document.putCursor(at + 2);
  await page.keyboard.press('Alt+Enter');
  const token = page.getByRole('dialog', { name: /^Token “/ });
  const own = token.getByRole('textbox', { name: 'Or with your own text' });
  await own.fill(' zeppelin');
  await own.press('Enter');
  await expect(token).toBeHidden();
  await document.ended();
  await expect.poll(() => document.text()).toContain(' zeppelin');
  const branched = await note();
  expect(branched.startsWith(edited.slice(0, at)) && branched.endsWith(edited.slice(at))).toBe(true);

  // The branch is a sibling: undo leads back to the take before, and from there along what was edited and generated.
  const undone = async (): Promise<string[]> => {
    const seen = [await document.text()];
    for (let press = 0; press < 20; press += 1) {
      await page.keyboard.press('ControlOrMeta+z');
      const text = await document.text();
      if (text !== seen.at(-1)) seen.push(text);
      if (text === '') break;
    }
    return seen;
  };
  const back = await undone();
  expect(back).toEqual([branched, filled, edited, generated, STORY, '']);
  const again = [''];
  for (let press = 0; press < 10; press += 1) {
    await page.keyboard.press('ControlOrMeta+Shift+z');
    const text = await document.text();
    if (text !== again.at(-1)) again.push(text);
  }
  expect(again).toEqual([...back].reverse());
});

test('undo of a generation first shows what it takes away, and Keep leaves it', async ({
  page,
  playground,
}) => {
  const document = await continuedDocument(playground, STORY, { max_tokens: 8 });
  const text = await document.text();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(
    document.pane.getByText(/^Undo removes \d+ words? the model wrote\. Press again to undo\.$/),
  ).toBeVisible();
  expect(await document.text()).toBe(text);
  await expect(document.editor.locator('.cm-undone').first()).toBeVisible();
  await document.pane.getByRole('button', { name: 'Keep', exact: true }).click();
  await expect(document.editor.locator('.cm-undone')).toHaveCount(0);
  expect(await document.text()).toBe(text);
  await page.keyboard.press('ControlOrMeta+z');
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => document.text()).toBe(STORY);
});

test('typing elsewhere does not disturb the text that is coming; Stop keeps what came', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  const document = new DocumentPage(page);
  await document.switchTo();
  const stream = steppedStream();
  upstream.enqueue(stream.answer);
  await document.write('Once\n\nThe end.');
  await document.putCursor(4);
  await document.run();
  await stream.begun;
  stream.text(' upon');
  await expect.poll(() => document.text()).toBe('Once upon\n\nThe end.');
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type(' Really.');
  stream.text(' a');
  await expect.poll(() => document.text()).toBe('Once upon a\n\nThe end. Really.');
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.type('> ');
  stream.text(' time');
  await expect.poll(() => document.text()).toBe('> Once upon a time\n\nThe end. Really.');
  expect(await document.modelText()).toBe(' upon a time');
  await page.keyboard.press('Escape');
  await document.ended('Stopped');
  expect(await document.text()).toBe('> Once upon a time\n\nThe end. Really.');
  await page.keyboard.type('>');
  expect(await document.text()).toBe('> > Once upon a time\n\nThe end. Really.'.replace('> > ', '> >'));
});

test('an error in the middle keeps the text so far; a refusal leaves no empty step', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  const document = new DocumentPage(page);
  await document.switchTo();
  const stream = steppedStream();
  upstream.enqueue(stream.answer);
  await document.write('Once');
  await document.run();
  await stream.begun;
  stream.text(' upon');
  await expect.poll(() => document.text()).toBe('Once upon');
  stream.cut();
  await expect(page.getByRole('region', { name: 'What went wrong' })).toBeVisible();
  expect(await document.text()).toBe('Once upon');

  upstream.enqueue(answers.error(400, 'No.'));
  await document.run();
  await expect(page.getByRole('region', { name: 'What went wrong' })).toContainText('No.');
  expect(await document.text()).toBe('Once upon');
  // One undo reaches the generation, and not an empty one.
  await page.keyboard.press('ControlOrMeta+z');
  await expect(document.pane.getByText(/^Undo removes 1 word the model wrote/)).toBeVisible();
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => document.text()).toBe('Once');
});

test('a server that refuses the suffix is asked again with the text waiting below', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  const document = new DocumentPage(page);
  await document.switchTo();
  await document.write('Once. The end.');
  await document.putCursor(4);
  const choice = document.pane.getByLabel('Text after the cursor:');
  await expect(choice).toHaveValue('waits');
  await choice.selectOption('Fill in before it (sent as suffix)');
  upstream.enqueue(answers.error(400, 'suffix is not currently supported'), answers.stream([' upon']));
  await document.editor.focus();
  await document.run();
  await expect(document.pane.getByText(/^The server rejected the text after the cursor/)).toBeVisible();
  expect(await document.text()).toBe('Once. The end.');
  await document.pane.getByRole('button', { name: 'Run without it' }).click();
  await expect.poll(() => document.text()).toBe('Once upon. The end.');
  await expect(choice).toHaveValue('waits');
  const last = upstream.requests.at(-1)?.json as Record<string, unknown>;
  expect(last.prompt).toBe('Once');
  expect('suffix' in last).toBe(false);
});

test('several choices stand in one place: the best is shown, and Alt+] walks them', async ({
  page,
  playground,
}) => {
  const document = await continuedDocument(playground, STORY, { logprobs: 2, n: 3, seed: 7, max_tokens: 6 });
  await expect(document.pane.getByText(/^Choice 1 of [23]/)).toBeVisible();
  const first = await document.text();
  await page.keyboard.press('Alt+]');
  await expect(document.pane.getByText(/^Choice 2 of [23]/)).toBeVisible();
  const second = await document.text();
  expect(second).not.toBe(first);
  expect(second.startsWith(STORY)).toBe(true);
  await page.keyboard.press('Alt+[');
  await expect.poll(() => document.text()).toBe(first);
});

test("the prompt's text is offered as the beginning, and a megabyte can be pasted and written into", async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.prompt.fill('A beginning');
  const document = new DocumentPage(page);
  await document.switchTo();
  await document.pane.getByRole('button', { name: 'Use it' }).click();
  await expect.poll(() => document.text()).toBe('A beginning');
  const line = 'All work and no play makes Jack a dull boy.\n';
  const megabyte = line.repeat(Math.ceil(1_000_000 / line.length));
  await document.editor.evaluate((element, text) => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    element.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, megabyte);
  const words = megabyte.trim().split(/\s+/).length;
  await expect(document.pane.getByText(`${(words + 1).toLocaleString('en-US')} words`)).toBeVisible();
  await page.keyboard.type('Typed after it.');
  await expect(document.editor.locator('.cm-line', { hasText: 'Typed after it.' })).toBeVisible();
});

test('a reload at each step shows the same document, and undo walks on @firefox', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.setParameter('max_tokens', 8);
  const document = new DocumentPage(page);
  await document.switchTo();
  const reloaded = async () => {
    const before = await document.text();
    await expect(document.pane.getByText('Saved', { exact: true })).toBeVisible();
    await page.reload();
    await expect(document.editor).toBeVisible();
    await expect.poll(() => document.text()).toBe(before);
    return before;
  };
  await document.write(STORY);
  await reloaded();
  await document.editor.focus();
  await page.keyboard.press('ControlOrMeta+End');
  await document.run();
  await document.ended();
  const generated = await reloaded();
  await document.write(' So.');
  const edited = await reloaded();
  expect(edited).toBe(`${generated} So.`);
  await document.editor.focus();
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => document.text()).toBe(generated);
  await reloaded();
  await document.editor.focus();
  await page.keyboard.press('ControlOrMeta+z');
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => document.text()).toBe(STORY);
  await reloaded();
  await document.editor.focus();
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect.poll(() => document.text()).toBe(generated);
});

test('a reload in mid-generation goes on with the text that comes, and it can be stopped', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  const document = new DocumentPage(page);
  await document.switchTo();
  const stream = steppedStream();
  upstream.enqueue(stream.answer);
  await document.write('Once');
  await document.run();
  await stream.begun;
  stream.text(' upon');
  await expect.poll(() => document.text()).toBe('Once upon');
  await page.reload();
  await expect.poll(() => document.text()).toBe('Once upon');
  stream.text(' a');
  await expect.poll(() => document.text()).toBe('Once upon a');
  await document.putCursor(6);
  await page.keyboard.press('Alt+Enter');
  const note = document.pane.getByText('Alternatives are available when the run ends.');
  await expect(note).toBeVisible();
  await document.stopButton.click();
  await document.ended('Stopped');
  // It is no longer true.
  await expect(note).toHaveCount(0);
  expect(await document.text()).toBe('Once upon a');
});

test('the text after the cursor is replaced where that is chosen, comes back with undo, and is not sent', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  const document = new DocumentPage(page);
  await document.switchTo();
  await document.write('Once upon a time. The old end.');
  await document.putCursor('Once upon a time'.length);
  await document.pane.getByLabel('Text after the cursor:').selectOption('Replace it');
  upstream.enqueue(answers.plain(' there was a fox'));
  await document.editor.focus();
  await document.run();
  await expect.poll(() => document.text()).toBe('Once upon a time there was a fox');
  const sent = upstream.requests.at(-1)?.json as Record<string, unknown>;
  expect(sent.prompt).toBe('Once upon a time');
  expect('suffix' in sent).toBe(false);
  await document.ended();
  // The first press says what it takes away.
  for (const _press of [1, 2]) await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => document.text()).toBe('Once upon a time. The old end.');
});

test('what a run puts into the middle is told from what follows, which can be replaced', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  const document = new DocumentPage(page);
  await document.switchTo();
  await document.write('Once upon a time. The old end.');
  const seam = document.editor.locator('.cm-seam');
  const insert = async () => {
    await document.putCursor('Once upon a time'.length);
    upstream.enqueue(answers.plain(' there was a fox'));
    await document.run();
    await expect.poll(() => document.insertedText()).toBe(' there was a fox');
    await expect(seam).toHaveCount(1);
  };
  await insert();
  expect(await document.text()).toBe('Once upon a time there was a fox. The old end.');
  const note = document.pane.getByText('Your earlier text follows it.');
  await expect(note).toBeVisible();
  await document.pane.getByRole('button', { name: 'Remove text after it' }).click();
  expect(await document.text()).toBe('Once upon a time there was a fox');
  await expect(seam).toHaveCount(0);
  await expect(note).toHaveCount(0);
  await expect(document.editor).toBeFocused();

  // One press brings it back, and the mark goes with the next change.
  await page.keyboard.press('ControlOrMeta+z');
  expect(await document.text()).toBe('Once upon a time there was a fox. The old end.');
  await expect(seam).toHaveCount(1);
  await page.keyboard.type('!');
  await expect(seam).toHaveCount(0);
  await expect(note).toHaveCount(0);

  // At the end of a text there is nothing to tell apart.
  await page.keyboard.press('Control+End');
  upstream.enqueue(answers.plain(' More.'));
  await document.run();
  await expect.poll(() => document.text()).toMatch(/ More\.$/);
  await expect(seam).toHaveCount(0);
});
