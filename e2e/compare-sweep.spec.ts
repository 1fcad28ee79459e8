import { expect } from '@playwright/test';
import { exportedComparisonSchema } from '@/lib/compare/model/comparison-export';
import { textMeasures } from '@/lib/compare/model/text-measures';
import { answers } from '@/lib/testing/upstream-answers';
import type { Answer } from '@/lib/testing/upstream-wire';
import { comeIn, expectAccessible, expectNothingWider } from './support/accessible';
import { ComparePage, columnOf, saveComparison } from './support/compare';
import { startGuest } from './support/guest';
import { connectTwoLists } from './support/open-on-upstream';
import { SweepPage, savedBy, saveSweep } from './support/sweep';
import { test } from './support/test';

const TEMPERATURES = [0, 0.4, 0.8, 1.2, 1.6];
const TOP_PS = [0.25, 0.5, 0.75, 1];

/** A different text for each pair of values. */
function textFor(temperature: number, topP: number): string {
  const row = TEMPERATURES.indexOf(temperature);
  const column = TOP_PS.indexOf(topP);
  return ' word'.repeat(1 + row * TOP_PS.length + column);
}

/** Answers as many requests as it was allowed to, and holds the others. */
function gate() {
  let allowed = 0;
  let answered = 0;
  let live = 0;
  let maxLive = 0;
  let locked = true;
  const held: (() => void)[] = [];
  const letThrough = () => {
    while (answered < allowed) {
      const next = held.shift();
      if (!next) return;
      answered += 1;
      next();
    }
  };
  const answer: Answer = async (response, request) => {
    live += 1;
    maxLive = Math.max(maxLive, live);
    response.once('close', () => {
      live -= 1;
    });
    await new Promise<void>((resolve) => {
      held.push(resolve);
      letThrough();
    });
    const { temperature, top_p } = request.json as { temperature: number; top_p: number };
    const refused = locked && temperature === 0.8 && top_p === 0.5;
    const real = refused
      ? answers.error(401, 'Incorrect API key provided.')
      : answers.stream([textFor(temperature, top_p)], temperature > 1 ? 'length' : 'stop');
    await real(response, request);
  };
  return {
    answer,
    allow: (count: number) => {
      allowed = count;
      letThrough();
    },
    unlock: () => {
      locked = false;
    },
    maxLive: () => maxLive,
  };
}

test('60 runs: never more than 8 at once, one cell fails, a reload in the middle, and the map shows what the runs hold', async ({
  page,
  upstream,
}) => {
  test.setTimeout(1_200_000);
  const guest = await startGuest(page.request);
  const connectionId = await guest.addConnection({
    name: 'Careful',
    baseUrl: upstream.url,
    key: 'sk-x-0123456789',
  });
  const door = gate();
  upstream.always(door.answer);
  const sweep = new SweepPage(page);
  const values = { max_tokens: 20, stream: true };
  const id = await saveSweep(page.request, values, {
    base: {
      connectionId,
      model: 'test-model',
      settings: { values, sent: ['max_tokens', 'stream'] },
    },
    axes: [
      { kind: 'parameter', parameter: 'temperature', values: TEMPERATURES },
      { kind: 'parameter', parameter: 'top_p', values: TOP_PS },
    ],
    repeats: 3,
  });
  await sweep.open(`/compare?id=${id}`);
  await expect(sweep.cells).toHaveCount(20);
  await expect(sweep.estimate).toContainText('60 runs');
  await sweep.run(60);

  await upstream.received(8);
  await expect(page.getByText('8 running').filter({ visible: true })).toBeVisible();
  await expect(page.getByText('52 waiting').filter({ visible: true })).toBeVisible();
  await expect(sweep.progress).toHaveText('0 of 60 done');
  await expect(sweep.cell(2, 0)).toContainText('Waiting, next');
  const { queue } = await sweep.stored();
  expect(queue.live).toHaveLength(8);
  expect(upstream.requests).toHaveLength(8);

  door.allow(24);
  await expect(sweep.progress).toHaveText('24 of 60 done');
  await expect(sweep.cell(0, 3).locator('[data-cell-text]')).toHaveText(textFor(0, 1));
  await expect(sweep.cell(2, 1)).toContainText('401: Incorrect API key provided.');
  await page.reload();
  await sweep.ready();
  await expect(sweep.progress).toHaveText('24 of 60 done');
  await expect(page.getByText('8 running').filter({ visible: true })).toBeVisible();
  await expect(sweep.cell(0, 3).locator('[data-cell-text]')).toHaveText(textFor(0, 1));
  await expect(sweep.cell(2, 1)).toContainText('401: Incorrect API key provided.');

  door.allow(60);
  await sweep.ended();
  expect(upstream.requests).toHaveLength(60);
  expect(door.maxLive()).toBe(8);
  const stored = await sweep.stored();
  const statuses = stored.cells.map(({ run }) => run?.status);
  expect(statuses.filter((status) => status === 'complete')).toHaveLength(57);
  expect(statuses.filter((status) => status === 'failed')).toHaveLength(3);

  await sweep.show('Heat map');
  await sweep.measure('Words');
  await expect(page.getByText("Left out: 3 runs that didn't complete.")).toBeVisible();
  await expect(page.locator('[data-heat]')).toHaveCount(20);
  const heat = await sweep.heat();
  expect(heat[2 * 4 + 1]).toBeNull();
  for (const [row, column] of [
    [0, 0],
    [1, 3],
    [4, 2],
  ] as const) {
    const runs = await sweep.runs([0, 1, 2].map((repeat) => `r${row}c${column}k${repeat}`));
    const words = runs.map((run) => textMeasures(run.state.choices[0]?.text ?? '').words);
    expect(heat[row * 4 + column]).toBe(words.reduce((sum, count) => sum + count, 0) / 3);
  }
  await sweep.measure('Finish reasons');
  await expect(page.locator('[data-heat="4:3"]')).toContainText('3 length');
  await expect(page.locator('[data-heat="0:0"]')).toContainText('3 stop');

  // The remaining cells are the failed ones; by now the server answers them.
  door.unlock();
  door.allow(63);
  await page.getByRole('button', { name: 'Run remaining (3)' }).click();
  await sweep.measure('Words');
  await expect(page.locator('[data-heat="2:1"]')).toHaveAttribute('data-value', '10');
  expect(upstream.requests).toHaveLength(63);
});

test('charts are measured as the runs are, before and after a reload, and saved as SVG and PNG', async ({
  page,
}) => {
  await startGuest(page.request);
  const sweep = new SweepPage(page);
  const id = await saveSweep(
    page.request,
    { logprobs: 1, seed: 5 },
    {
      axes: [
        { kind: 'parameter', parameter: 'temperature', values: [0.5, 1.8] },
        { kind: 'parameter', parameter: 'top_p', values: [0.6, 1] },
      ],
      repeats: 2,
    },
  );
  await sweep.open(`/compare?id=${id}`);
  await sweep.run();
  await sweep.ended();
  const keys = ['r1c1k0', 'r1c1k1'];
  const runs = await sweep.runs(keys);
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
  const tokensOf = (run: (typeof runs)[number]) => run.state.choices[0]?.tokens ?? [];
  const logprob = mean(runs.map((run) => mean(tokensOf(run).map((token) => token.logprob ?? 0))));
  const tokens = mean(runs.map((run) => tokensOf(run).length));
  // Each repeat has the next seed.
  expect(runs.map((run) => run.request.seed)).toEqual([5, 6]);

  for (const when of ['as it streamed', 'after a reload']) {
    if (when === 'after a reload') {
      await page.reload();
      await sweep.ready();
    }
    await sweep.show('Heat map');
    await expect(page.getByRole('combobox', { name: 'Measure' })).toHaveValue('meanLogprob');
    await expect(page.getByText(/ · mean of 2 outputs per cell$/)).toBeVisible();
    await sweep.measure('Mean log probability');
    await expect(page.locator('[data-heat="1:1"][data-value]'), when).toBeVisible();
    expect((await sweep.heat())[3], when).toBeCloseTo(logprob, 9);
    await sweep.measure('Tokens');
    await expect(page.getByRole('img', { name: /^Tokens by Temperature and Top P/ })).toBeVisible();
    expect((await sweep.heat())[3], when).toBe(tokens);
  }

  await page.getByText('Show data').click();
  await expect(page.getByRole('table', { name: 'Tokens by Temperature and Top P' })).toBeVisible();
  await expectAccessible(page, 'a heat map');
  for (const tab of ['Heat map', 'Line chart'] as const) {
    await sweep.show(tab);
    const svg = await savedBy(page, () => page.getByRole('button', { name: 'SVG' }).click());
    expect(svg.name).toMatch(/^tokens-by-temperature-and-top-p-.*\.svg$/);
    const text = svg.bytes.toString('utf8');
    expect(text).not.toContain('var(');
    const parsed = await page.evaluate((source) => {
      const root = new DOMParser().parseFromString(source, 'image/svg+xml').documentElement;
      return { name: root.nodeName, broken: root.querySelector('parsererror') !== null };
    }, text);
    expect(parsed).toEqual({ name: 'svg', broken: false });
    const png = await savedBy(page, () => page.getByRole('button', { name: 'PNG' }).click());
    expect(png.bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
    const size = await page.getByRole('img', { name: /^Tokens by/ }).evaluate((drawing) => {
      const { width, height } = (drawing as unknown as SVGSVGElement).viewBox.baseVal;
      return [Math.round(width * 2), Math.round(height * 2)];
    });
    expect([png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)]).toEqual(size);
    // Not one flat colour: something was drawn.
    expect(png.bytes.length).toBeGreaterThan(4_000);
  }
  await expect(page.locator('[data-series]')).toHaveCount(2);
  expect(await page.locator('[data-series="1"] [data-point="1"]').getAttribute('data-mean')).toBe(
    String(tokens),
  );
  await expectAccessible(page, 'a line chart');

  // In the dark theme the file is the same.
  const light = await savedBy(page, () => page.getByRole('button', { name: 'SVG' }).click());
  await page.evaluate(() => document.documentElement.classList.add('dark'));
  const dark = await savedBy(page, () => page.getByRole('button', { name: 'SVG' }).click());
  expect(dark.bytes.equals(light.bytes)).toBe(true);
  await page.evaluate(() => document.documentElement.classList.remove('dark'));
  const colours = [...new Set(light.bytes.toString('utf8').match(/#[0-9a-f]{6}/g))];
  const known = await page.evaluate(() => {
    const style = getComputedStyle(document.documentElement);
    const names = ['bg', 'ink', 'ink-2', 'ink-3', 'line', 'line-strong', 'series-0', 'series-1'];
    return names.map((name) => style.getPropertyValue(`--${name}`).trim());
  });
  expect(known).toEqual(expect.arrayContaining(colours));
});

test('values are typed, painted over a slider and drawn out by keys; what cannot be is said at the field', async ({
  page,
}) => {
  await startGuest(page.request);
  const sweep = new SweepPage(page);
  await sweep.open('/compare?kind=sweep');
  await expect(sweep.cells).toHaveCount(5);
  await expect(sweep.estimate).toContainText('5 runs');

  const typed = sweep.values('Temperature');
  await typed.fill('0, 3');
  await expect(typed).toHaveAttribute('aria-invalid', 'true');
  await sweep.runAll.click();
  await expect(typed).toBeFocused();
  await expect(sweep.stopAll).toBeHidden();
  await typed.fill('0..1 step 0.25');
  await expect(typed).not.toHaveAttribute('aria-invalid', 'true');
  await expect(sweep.grid.getByRole('rowheader')).toHaveText(['0', '0.25', '0.5', '0.75', '1']);

  await page.getByRole('button', { name: 'Add second axis' }).click();
  await expect(sweep.values('Top P')).toBeVisible();
  await expect(sweep.cells).toHaveCount(20);
  await page.getByRole('group', { name: 'Repeats per cell' }).getByRole('button', { name: '3' }).click();
  await expect(sweep.estimate).toContainText('60 runs');
  await expect(sweep.requested.getByText('No seed is sent, so repeats are random')).toBeVisible();

  // A combination that no server accepts.
  await sweep.requested.getByRole('switch', { name: 'Send Best of', exact: true }).click();
  await expect(sweep.requested.getByText(/Every cell\s+would be rejected/)).toBeVisible();
  // A second press within the time of a double press is not taken.
  await expect(async () => {
    await sweep.runAll.click();
    await expect(page.getByText('Every cell would be rejected. Change the settings first.')).toBeVisible({
      timeout: 1_000,
    });
  }).toPass();
  await expect(sweep.stopAll).toBeHidden();
  await expect(page.getByText('All done.')).toHaveCount(0);
  await sweep.requested.getByRole('switch', { name: 'Send Best of', exact: true }).click();
  await expect(sweep.requested.getByText('would be rejected')).toBeHidden();

  // By keyboard: the first end of the range one step up.
  const from = sweep.requested.getByRole('slider', { name: 'Values of Top P, from' });
  await from.focus();
  await page.keyboard.press('Home');
  await expect(sweep.values('Top P')).toHaveValue('0, 0.33, 0.67, 1');

  // Shift-drag over the slider of a fixed setting makes it the first axis.
  await sweep.requested.getByRole('switch', { name: 'Send Frequency penalty', exact: true }).click();
  const slider = sweep.requested.locator('[data-parameter="frequency_penalty"]').getByRole('slider');
  // Its code comes with its first use, and puts another element there.
  await expect(() => slider.scrollIntoViewIfNeeded()).toPass();
  await slider.focus();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(sweep.values('Frequency penalty')).toHaveValue('0, 0.03, 0.05, 0.08, 0.1');
  await expect(sweep.values('Temperature')).toBeHidden();

  // A reload keeps the composed plan.
  await page.reload();
  await sweep.ready();
  await expect(sweep.values('Frequency penalty')).toHaveValue('0, 0.03, 0.05, 0.08, 0.1');
  await expect(sweep.cells).toHaveCount(20);
  await expectAccessible(page, 'composing a sweep');
});

test('a stretch painted in the playground is swept around the draft', async ({ page, playground }) => {
  await startGuest(page.request);
  await playground.open();
  await playground.prompt.fill('The lighthouse keeper');
  await playground.setParameter('temperature', 0.5);
  await playground.setParameter('max_tokens', 9);
  const row = playground.parameters.locator('[data-parameter="temperature"]');
  const track = playground.track('temperature');
  await expect(track).toBeVisible();
  const box = (await track.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const y = box.y + box.height / 2;
  await page.keyboard.down('Shift');
  await page.mouse.move(box.x + 1, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 4, y, { steps: 4 });
  await page.mouse.move(box.x + box.width / 2, y, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(row.locator('[data-tick]')).toHaveCount(5);
  // The value itself did not change.
  await expect(playground.field('temperature')).toHaveValue('0.5');
  const selected = await row
    .locator('[data-tick]')
    .evaluateAll((ticks) => ticks.map((tick) => Number(tick.getAttribute('data-tick'))));
  await row.getByRole('link', { name: 'Sweep these values' }).click();
  const sweep = new SweepPage(page);
  await sweep.ready();
  await expect(sweep.values('Temperature')).toHaveValue(selected.join(', '));
  await expect(page.getByRole('textbox', { name: 'Prompt', exact: true })).toHaveValue(
    'The lighthouse keeper',
  );
  await sweep.run();
  await sweep.ended();
  const { comparison, cells } = await sweep.stored();
  expect(comparison.plan.base.settings.values.max_tokens).toBe(9);
  expect(cells.every(({ run }) => run?.status === 'complete')).toBe(true);

  // Plain keys still move the thumb.
  await page.goto('/');
  await playground.ready();
  await row.getByRole('slider').focus();
  await page.keyboard.press('ArrowRight');
  await expect(playground.field('temperature')).toHaveValue('0.51');
});

test('a grid is read by keyboard alone: cells, repeats, a cell in full, its settings, its row as columns', async ({
  page,
}) => {
  await startGuest(page.request);
  const sweep = new SweepPage(page);
  const id = await saveSweep(
    page.request,
    {},
    {
      axes: [
        { kind: 'parameter', parameter: 'temperature', values: [0, 1] },
        { kind: 'parameter', parameter: 'top_p', values: [0.5, 0.9, 1] },
      ],
      repeats: 2,
    },
  );
  await sweep.open(`/compare?id=${id}`);
  await page.keyboard.press('Control+Enter');
  await expect(sweep.cell(1, 2).getByRole('button', { name: 'Repeat 2: Complete' })).toBeVisible({
    timeout: 30_000,
  });
  await sweep.ended();

  await sweep.cell(0, 0).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await expect(sweep.cell(1, 2)).toBeFocused();
  await expect(sweep.grid.locator('[tabindex="0"]')).toHaveCount(1);
  await page.keyboard.press('2');
  await expect(sweep.cell(1, 2).getByRole('button', { name: 'Repeat 2: Complete' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog', { name: 'Temperature 1, Top P 1' });
  await comeIn(sheet);
  const [second] = await sweep.runs(['r1c2k1']);
  const completion = sheet.getByRole('region', { name: 'Completion', exact: true });
  await expect
    .poll(() => completion.locator('.run-text').evaluate((element) => element.textContent))
    .toBe(second?.state.choices[0]?.text);
  await expect(sheet.getByRole('link', { name: 'Run details' })).toHaveAttribute(
    'href',
    `/history/${second?.id}`,
  );
  await expectAccessible(page, 'a cell in full');
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(sweep.cell(1, 2)).toBeFocused();

  await page.keyboard.press('Shift+Space');
  await expect(sweep.grid.locator('[aria-selected="true"]')).toHaveCount(3);
  await expect(page.getByText('3 cells selected')).toBeVisible();
  await expectAccessible(page, 'a sweep with a selection');
  await page.getByRole('button', { name: 'Open in Columns' }).focus();
  await page.keyboard.press('Enter');
  const compare = new ComparePage(page);
  await compare.ready();
  await expect(compare.heads).toHaveCount(3);
  expect(await compare.markedRows()).toEqual(['Top P']);

  await sweep.open(`/compare?id=${id}`);
  await sweep.cell(1, 1).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Use these settings' }).click();
  await expect(page).toHaveURL(/\/\?run=/);
  const parameters = page.getByRole('complementary', { name: 'Parameters' });
  await expect(parameters.getByRole('textbox', { name: 'Temperature', exact: true })).toHaveValue('1');
  await expect(parameters.getByRole('textbox', { name: 'Top P', exact: true })).toHaveValue('0.9');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(parameters.getByRole('textbox', { name: 'Top P', exact: true })).toBeHidden();
});

test('by keyboard: results are one press from the setup, views and a new sweep a word away', async ({
  page,
}) => {
  await startGuest(page.request);
  const sweep = new SweepPage(page);
  const id = await saveSweep(page.request, {}, {});
  await sweep.open(`/compare?id=${id}`);
  const find = async (letters: string, name: string) => {
    await page.keyboard.press('Control+Shift+P');
    const dialog = page.getByRole('dialog', { name: 'Search actions' });
    await dialog.getByRole('combobox').fill(letters);
    await expect(dialog.getByRole('option', { selected: true })).toHaveAccessibleName(name);
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
  };

  // The first thing in the setup.
  await page.getByRole('button', { name: 'More for this comparison' }).focus();
  const skip = page.getByRole('link', { name: 'Skip to results' });
  await expect
    .poll(async () => {
      await page.keyboard.press('Tab');
      return page.evaluate(() => document.activeElement?.closest('aside') !== null);
    })
    .toBe(true);
  await expect(skip).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Results', exact: true })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('tab', { name: 'Grid' })).toBeFocused();

  await sweep.values('Temperature').focus();
  await find('heat', 'Show heat map');
  await expect(page.getByRole('tab', { name: 'Heat map' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('region', { name: 'Results', exact: true })).toBeFocused();
  await find('table', 'Show table');
  await expect(page.getByRole('tab', { name: 'Table' })).toHaveAttribute('aria-selected', 'true');
  await find('sweep', 'New sweep');
  await expect(page).toHaveURL(/\/compare\?kind=sweep$/);
});

test('the settings of a cell come to the playground with the cell’s own output, never beside an earlier one', async ({
  page,
  playground,
}) => {
  await startGuest(page.request);
  await playground.open();
  await playground.prompt.fill('The recipe calls for');
  await playground.runToEnd();
  const earlier = await playground.text();
  const sweep = new SweepPage(page);
  const id = await saveSweep(
    page.request,
    { seed: 3 },
    {
      base: { prompt: 'The recipe calls for' },
      axes: [{ kind: 'parameter', parameter: 'temperature', values: [0, 1.5] }],
    },
  );
  await sweep.open(`/compare?id=${id}`);
  await sweep.run();
  await sweep.ended();
  const [run] = await sweep.runs(['r1c0k0']);
  const written = run?.state.choices[0]?.text ?? '';
  expect(written).not.toBe(earlier);
  await sweep.cell(1, 0).click();
  await page.getByRole('button', { name: 'Use these settings' }).click();
  await expect(page).toHaveURL(new RegExp(`/\\?run=${run?.id}$`));
  await expect(playground.field('temperature')).toHaveValue('1.5');
  await expect.poll(() => playground.text()).toBe(written);
  await expect(playground.output.getByText(/Changed since/)).toHaveCount(0);
  // A reload comes back to the same.
  await page.reload();
  await playground.ready();
  await expect.poll(() => playground.text()).toBe(written);
  await expect(playground.field('temperature')).toHaveValue('1.5');

  // Undo brings back what was written before, and its output.
  await playground.prompt.fill('Something of my own');
  await sweep.open(`/compare?id=${id}`);
  await sweep.cell(0, 0).click();
  await page.getByRole('button', { name: 'Use these settings' }).click();
  await expect(playground.field('temperature')).toHaveValue('0');
  // Settings alone were taken: the prompt stays, and no text of another prompt stands below it.
  await expect(playground.prompt).toHaveValue('Something of my own');
  await expect(playground.completion).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(playground.field('temperature')).toHaveValue('1.5');
  await expect.poll(() => playground.text()).toBe(written);
  await expect(playground.prompt).toHaveValue('Something of my own');

  // A cell that was changed after it ran has no output of its settings.
  await sweep.open(`/compare?id=${id}`);
  await sweep.values('Temperature').fill('0, 0.7');
  await sweep.cell(1, 0).click();
  await page.getByRole('button', { name: 'Use these settings' }).click();
  await expect(playground.field('temperature')).toHaveValue('0.7');
  await expect(playground.completion).toHaveCount(0);
});

test('judging is blind until the vote, and the vote is kept with the comparison', async ({ page }) => {
  await startGuest(page.request);
  const sweep = new SweepPage(page);
  const id = await saveSweep(
    page.request,
    { seed: 3 },
    { axes: [{ kind: 'parameter', parameter: 'temperature', values: [0.3, 0.9, 1.7] }] },
  );
  await sweep.open(`/compare?id=${id}`);
  await sweep.run();
  await sweep.ended();
  await sweep.cell(0, 0).focus();
  await page.keyboard.press('Control+Space');
  await page
    .getByRole('region', { name: 'Selected cells' })
    .getByRole('button', { name: 'Blind vote' })
    .click();
  await expect(page.getByRole('heading', { name: 'Which of these 3 is best?' })).toBeFocused();
  const panes = page.locator('[data-judged]');
  await expect(panes).toHaveCount(3);
  await expect(page.getByRole('region', { name: 'Prompt' })).toHaveText(/\S/);
  // Nowhere on the page, visible or hidden.
  const markup = await page.evaluate(() => {
    const copy = document.body.cloneNode(true) as HTMLElement;
    for (const script of copy.querySelectorAll('script')) script.remove();
    return `${document.title} ${copy.outerHTML}`;
  });
  expect(markup).not.toMatch(/temperature|r\dc\dk\d|>\s*(0\.3|0\.9|1\.7)\s*</i);
  await expectAccessible(page, 'judging');

  const shown = await panes.evaluateAll((all) =>
    all.map((pane) => pane.querySelector('section')?.textContent ?? ''),
  );
  const { cells } = await sweep.stored();
  const order = shown.map(
    (text) => cells.find(({ run }) => run?.choices[0]?.text === text)?.cell ?? 'unknown',
  );
  expect([...order].sort()).toEqual(['r0c0k0', 'r1c0k0', 'r2c0k0']);

  await page.keyboard.press('2');
  await expect(page.getByRole('radio', { name: '2 is best' })).toBeChecked();
  // What is typed in the note does not choose an output.
  await page.getByRole('textbox', { name: 'Note' }).pressSequentially('1 clear case');
  await expect(page.getByRole('radio', { name: '2 is best' })).toBeChecked();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: 'Which was which' })).toBeVisible();
  for (const [at, cell] of order.entries()) {
    const value = [0.3, 0.9, 1.7][Number(cell[1])];
    await expect(panes.nth(at).getByText(`Temperature ${value}`, { exact: true })).toBeVisible();
  }
  const { votes } = await sweep.stored();
  expect(votes).toMatchObject([{ cell: order[1], note: '1 clear case', shown: order }]);
  await expectAccessible(page, 'the reveal');

  await page.getByRole('button', { name: 'Vote again' }).click();
  await page.keyboard.press('n');
  await page.getByRole('button', { name: 'Vote and reveal' }).click();
  await expect(page.getByText('You voted “No difference”.')).toBeVisible();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.reload();
  await sweep.ready();
  await page.getByRole('button', { name: 'Blind vote, 2 votes' }).click();
  const dialog = page.getByRole('dialog', { name: 'Blind vote' });
  await expect(dialog.getByText('1 clear case')).toBeVisible();
  await dialog.getByRole('button', { name: 'Undo vote for No difference' }).click();
  await expect(dialog.getByText('One vote')).toBeVisible();
  expect((await sweep.stored()).votes).toHaveLength(1);
});

test('columns are judged and exported as sweeps are', async ({ page }) => {
  await startGuest(page.request);
  const id = await saveComparison(page.request, [
    columnOf('a', { temperature: 0 }, { name: 'Cold' }),
    columnOf('b', { temperature: 1.5, seed: 4 }, { name: 'Hot' }),
  ]);
  const compare = new ComparePage(page);
  await compare.open(`/compare?id=${id}`);
  await compare.runAll.click();
  await compare.ended('AB');
  const texts = await compare.storedTexts();
  await page.getByRole('button', { name: /^Blind vote/ }).click();
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('heading', { name: 'Which of these 2 is best?' })).toBeVisible();
  await expect(page.getByText(/Cold|Hot/)).toHaveCount(0);
  await page.keyboard.press('1');
  await page.getByRole('button', { name: 'Vote and reveal' }).click();
  await expect(page.getByText('Your vote is saved.')).toBeVisible();
  await page.getByRole('button', { name: 'Done' }).click();
  await compare.ready();

  const save = async (name: RegExp) =>
    savedBy(page, async () => {
      await page.getByRole('button', { name: 'Export this comparison' }).click();
      await page.getByRole('menuitem', { name }).click();
    });
  const json = await save(/^JSON,/);
  expect(json.name).toBe('comparison.json');
  const document = exportedComparisonSchema.parse(JSON.parse(json.bytes.toString('utf8')));
  expect(document.cells.map(({ name }) => name)).toEqual(['Cold', 'Hot']);
  expect(document.cells.map(({ runId }) => runId)).toEqual(
    document.cells.map(({ cell }) => document.runs.find((run) => run.comparison?.cell === cell)?.id),
  );
  expect(document.votes).toHaveLength(1);
  const csv = (await save(/^CSV/)).bytes.toString('utf8');
  expect(csv.split('\r\n')[0]).toContain('cell,name,choice,model,temperature,seed');
  const markdown = (await save(/^Markdown/)).bytes.toString('utf8');
  expect(markdown).toContain('| Cold | Hot |');
  expect(markdown).toContain((texts[0] ?? '').trim().split(' ')[0]);

  const sweep = new SweepPage(page);
  const sweepId = await saveSweep(page.request, {}, { repeats: 2 });
  await sweep.open(`/compare?id=${sweepId}`);
  await sweep.run();
  await sweep.ended();
  const whole = exportedComparisonSchema.parse(JSON.parse((await save(/^JSON,/)).bytes.toString('utf8')));
  expect(whole.runs).toHaveLength(4);
  expect(whole.cells.every(({ runId }) => runId !== null)).toBe(true);
  const lines = (await save(/^CSV/)).bytes.toString('utf8').trim().split('\r\n');
  expect(lines.filter((line) => /^r\dc\dk\d,/.test(line))).toHaveLength(4);
});

test('on a narrow screen the sweep is below the setup, and nothing is wider than its container', async ({
  browser,
  app,
}) => {
  const context = await browser.newContext({
    baseURL: app.url,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  });
  const page = await context.newPage();
  await startGuest(page.request);
  const sweep = new SweepPage(page);
  await sweep.open('/compare?kind=sweep');
  await expect(sweep.requested).toBeVisible();
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  expect(await width()).toBe(390);
  await expectAccessible(page, 'composing on a narrow screen');
  // However long the setup becomes, what Run all takes is beside it.
  const brief = page.locator('[data-brief-estimate]');
  await expect(brief).toHaveText(/^5 runs, up to [\d,]+ output tokens$/);
  await sweep.requested.getByRole('button', { name: 'Add second axis' }).tap();
  await expect(brief).not.toHaveText(/^5 runs/);
  await expect(brief).toBeInViewport({ ratio: 1 });
  const runAll = await sweep.runAll.boundingBox();
  expect((await brief.boundingBox())?.y).toBeGreaterThanOrEqual((runAll?.y ?? 844) - 1);
  await sweep.requested
    .getByRole('button', { name: /^Stop varying/ })
    .last()
    .tap();
  await expect(brief).toHaveText(/^5 runs/);
  await sweep.run();
  await sweep.ended();
  await expect(brief).toHaveCount(0);
  await expect(sweep.requested).toBeHidden();
  await expectNothingWider(page, 'a narrow sweep');
  await sweep.cell(1, 0).tap();
  const cell = page.getByRole('dialog', { name: 'Temperature 0.5' });
  await comeIn(cell);
  expect(await width()).toBe(390);
  const completion = cell.getByRole('region', { name: 'Completion', exact: true });
  const alone = (await completion.textContent())?.length ?? 0;
  await cell.getByRole('button', { name: 'Show prompt' }).tap();
  await expect.poll(async () => (await completion.textContent())?.length).toBeGreaterThan(alone);
  await expectAccessible(page, 'a cell on a narrow screen');
  await context.close();
});

test('several choices and repeats are counted before the run, and each choice has its measures', async ({
  page,
}) => {
  await startGuest(page.request);
  const sweep = new SweepPage(page);
  const id = await saveSweep(
    page.request,
    { max_tokens: 20, n: 3 },
    { axes: [{ kind: 'parameter', parameter: 'temperature', values: [0.5, 1.5] }], repeats: 2 },
  );
  await sweep.open(`/compare?id=${id}`);
  await expect(sweep.estimate).toContainText('4 runs: 2 cells × 2 repeats, 3 completions each.');
  await expect(sweep.estimate).toContainText('Up to 240 output tokens');
  await sweep.run();
  await sweep.ended();
  await sweep.cell(1, 0).click();
  const measures = page.getByRole('dialog').getByRole('region', { name: 'Measures', exact: true });
  await expect(measures.getByRole('columnheader')).toHaveText(['Choice 1', 'Choice 2', 'Choice 3']);
  const characters = measures.getByRole('row', { name: /^Characters/ }).getByRole('cell');
  await expect(characters).toHaveText([/^\d+$/, /^\d+$/, /^\d+$/]);
  // Those of the run as a whole are there once, and under no choice.
  await expect(measures.locator('[data-measure="durationMs"]')).toHaveCount(1);
  await expect(measures.getByRole('heading', { name: 'Whole run' })).toBeVisible();
  const whole = measures.getByRole('table').filter({ has: page.locator('[data-measure="durationMs"]') });
  await expect(whole.getByRole('columnheader')).toHaveCount(0);
  await expect(whole.getByRole('row', { name: /^Characters/ })).toHaveCount(0);
  await expectAccessible(page, 'a cell with several choices');
});

test('a sweep takes the first model of another connection, and says when it needs one', async ({
  page,
  upstream,
}) => {
  await connectTwoLists(page, upstream);
  const sweep = new SweepPage(page);
  await sweep.open('/compare?kind=sweep');
  const connection = sweep.requested.getByRole('combobox', { name: 'Connection' });
  await connection.selectOption({ label: 'With models' });
  await expect(sweep.requested.getByRole('button', { name: 'Model: first-model' })).toBeVisible();
  await connection.selectOption({ label: 'Without models' });
  const model = sweep.requested.getByRole('button', { name: 'Choose a model' });
  await expect(model).toBeVisible();
  await sweep.runAll.click();
  await expect(page.getByText('Choose a model first.')).toBeVisible();
  await expect(model).toBeFocused();
  await expect(sweep.stopAll).toBeHidden();
});
