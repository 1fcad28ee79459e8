import { describe, expect, it } from 'vitest';
import { PARAMETER_NAMES } from '@/lib/protocol/request/parameters';
import { DEFAULT_SETTINGS, INITIAL_VALUES, type Settings } from '@/lib/protocol/request/settings';
import { planOfVariants } from './plan-cells';
import {
  collapseSettings,
  distinguishingRow,
  type SettingsColumn,
  settingsColumns,
  settingsSummary,
  settingsTable,
  settingText,
} from './settings-table';

const sent = (values: Settings['values']): Settings => ({
  values,
  sent: [...Object.keys(values), 'stream'] as Settings['sent'],
});
const column = (settings: Settings, change: Partial<SettingsColumn> = {}): SettingsColumn => ({
  model: 'm',
  connectionName: 'Practice',
  prompt: 'Once',
  settings,
  ...change,
});

describe('the table of settings', () => {
  it('marks exactly the row that differs', () => {
    const rows = settingsTable(
      [0, 0.7, 1.4].map((temperature) => column(sent({ temperature, max_tokens: 50, stream: true }))),
    );
    expect(rows.map(({ name }) => name)).toEqual(['model', 'connection', 'prompt', ...PARAMETER_NAMES]);
    const { differing, equal, unsent } = collapseSettings(rows);
    expect(differing.map(({ label, cells }) => [label, cells.map(({ text }) => text)])).toEqual([
      ['Temperature', ['0', '0.7', '1.4']],
    ]);
    expect(equal.map(({ name }) => name)).toEqual(['model', 'connection', 'prompt', 'max_tokens', 'stream']);
    expect(unsent).toHaveLength(rows.length - 6);
  });

  it('is distinguished by the setting that differs most; by the first of those', () => {
    const rows = (all: readonly [model: string, temperature: number, seed: number][]) =>
      settingsTable(all.map(([model, temperature, seed]) => column(sent({ temperature, seed }), { model })));
    const most = rows([
      ['m', 0, 1],
      ['m', 0.7, 2],
      ['other', 1.2, 3],
    ]);
    expect(distinguishingRow(most)?.name).toBe('temperature');
    expect(
      distinguishingRow(
        rows([
          ['m', 1, 1],
          ['other', 1, 1],
        ]),
      )?.name,
    ).toBe('model');
    expect(
      distinguishingRow(
        rows([
          ['m', 1, 1],
          ['m', 1, 1],
        ]),
      ),
    ).toBeUndefined();
  });

  it('holds “not sent” for a value of its own', () => {
    const rows = settingsTable([column(sent({ temperature: 1, stream: true })), column(DEFAULT_SETTINGS)]);
    expect(rows.find(({ name }) => name === 'temperature')).toMatchObject({
      differs: true,
      sent: true,
      cells: [
        { sent: true, value: 1, text: '1' },
        { sent: false, text: 'Not sent' },
      ],
    });
    // A value that is switched off is none.
    const off = settingsTable([
      column({ values: { temperature: 1 }, sent: ['stream'] }),
      column({ values: {}, sent: ['stream'] }),
    ]);
    expect(collapseSettings(off).differing).toEqual([]);
  });

  it('is said in sentences', () => {
    const summary = (...values: Settings['values'][]) =>
      settingsSummary(settingsTable(values.map((one) => column(sent(one)))), ['A', 'B']);
    expect(summary({ temperature: 0, stream: true }, { temperature: 1, stream: true })).toBe(
      'Temperature differs: A 0, B 1. 4 other settings are the same.',
    );
    expect(summary({ stream: true }, { stream: true })).toBe('All settings are the same.');
  });

  it('compares by value, not by spelling', () => {
    const rows = settingsTable([
      column(sent({ logit_bias: { 1: -100, 2: 5 }, stop: ['\n'] })),
      column(sent({ logit_bias: { 2: 5, 1: -100 }, stop: ['\n', 'END'] })),
    ]);
    expect(collapseSettings(rows).differing.map(({ name }) => name)).toEqual(['stop']);
  });

  it('is made from a plan', () => {
    const model = { connectionId: 'c1', model: 'm', settings: DEFAULT_SETTINGS };
    const columns = settingsColumns(
      planOfVariants({ prompt: 'shared' }, [
        { id: 'a', name: null, ...model },
        { id: 'b', name: null, ...model, prompt: ['one', 'two'] },
      ]),
      (id) => (id === 'c1' ? 'Mine' : null),
    );
    const rows = settingsTable(columns);
    expect(
      collapseSettings(rows).differing.map(({ name, cells }) => [name, cells.map(({ text }) => text)]),
    ).toEqual([['prompt', ['shared', '1: one · 2: two']]]);
  });
});

it('every value is written in one line', () => {
  const written = PARAMETER_NAMES.map((name) => `${name}: ${settingText(name, INITIAL_VALUES[name])}`);
  expect(written.every((line) => !/[\n\r]|\[object|undefined/.test(line))).toBe(true);
  expect(settingText('stop', ['\n', 'a b'])).toBe('“↵” “a␣b”');
  expect(settingText('logit_bias', { 50256: -100 })).toBe('50256: −100');
  expect(settingText('echo', false)).toBe('off');
  expect(settingText('suffix', '')).toBe('“”');
  expect(settingText('frequency_penalty', -0.5)).toBe('−0.5');
});
