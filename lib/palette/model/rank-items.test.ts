import { describe, expect, it } from 'vitest';
import { type PaletteItem, RECENT_GROUP, rankItems, searchItems } from './rank-items';

const item = (label: string, group = 'Actions', more: Partial<PaletteItem> = {}): PaletteItem => ({
  id: label,
  label,
  group,
  run: () => undefined,
  ...more,
});
const labels = (items: readonly PaletteItem[], query: string, recent: readonly string[] = []) =>
  rankItems(searchItems(items), query, recent).map(({ group, found }) => [
    group,
    ...found.map((one) => one.item.label),
  ]);

const ITEMS = [
  item('Run', 'Actions', { keys: 'mod+enter' }),
  item('Regenerate'),
  item('Stop run', 'Actions', { blocked: 'Nothing is running' }),
  item('Show or hide parameters'),
  item('Import code'),
  item('llama-3.1-8b', 'Models', { detail: 'My server' }),
  item('gpt-2', 'Models', { detail: 'OpenAI' }),
  item('The recipe calls for', 'Recent runs', { detail: 'llama-3.1-8b' }),
];

describe('without a query', () => {
  it('shows a few of each group, in their order', () => {
    const [actions, models] = rankItems(searchItems(ITEMS), ' ', []);
    expect(actions?.found.map((one) => one.item.label)).toEqual([
      'Run',
      'Regenerate',
      'Stop run',
      'Show or hide parameters',
    ]);
    expect(actions?.more).toBe(1);
    expect(models?.group).toBe('Models');
  });

  it('puts what was used last first, once', () => {
    const found = labels(ITEMS, '', ['gpt-2', 'gone', 'Regenerate']);
    expect(found[0]).toEqual([RECENT_GROUP, 'gpt-2', 'Regenerate']);
    expect(found.flat().filter((label) => label === 'gpt-2')).toHaveLength(1);
  });
});

describe('with a query', () => {
  it('puts the group of the best match first', () => {
    expect(labels(ITEMS, 'gpt')[0]).toEqual(['Models', 'gpt-2']);
    expect(labels(ITEMS, 'run')[0]).toEqual(['Actions', 'Run', 'Stop run']);
  });

  it('finds by detail, by other words and by the group, which count less than the label', () => {
    expect(labels(ITEMS, 'openai')).toEqual([['Models', 'gpt-2']]);
    expect(labels([item('Dark', 'Theme'), item('Theme options')], 'theme')).toEqual([
      ['Actions', 'Theme options'],
      ['Theme', 'Dark'],
    ]);
    expect(labels([item('Code', 'Actions', { also: 'curl python' })], 'curl')).toEqual([['Actions', 'Code']]);
  });

  it('takes words from the label and from the detail together, and says where each was found', () => {
    const [models] = rankItems(searchItems(ITEMS), 'my 8b', []);
    expect(models?.found[0]?.item.id).toBe('llama-3.1-8b');
    expect(models?.found[0]?.label).toEqual([[10, 12]]);
    expect(models?.found[0]?.detail).toEqual([[0, 2]]);
  });

  it('lets recency decide between near equals, not against a clearly better match', () => {
    const two = [item('Show prompt'), item('Show probabilities')];
    expect(labels(two, 'show')[0]?.[1]).toBe('Show prompt');
    expect(labels(two, 'show', ['Show probabilities'])[0]?.[1]).toBe('Show probabilities');
    expect(labels([item('Run'), item('Mark under')], 'run', ['Mark under'])[0]?.[1]).toBe('Run');
  });

  it('shows at most eight of a group, and says how many more there are', () => {
    const many = Array.from({ length: 30 }, (_, at) => item(`model-${at}`, 'Models'));
    const [models] = rankItems(searchItems(many), 'model', []);
    expect(models?.found).toHaveLength(8);
    expect(models?.more).toBe(22);
  });

  it('puts whole words first and scattered letters last, whatever was used', () => {
    const long = item(
      'Once upon a time there was a bridge that did not know where it led. People came',
      'Recent runs',
    );
    const items = [long, item('Choicest'), item('Send choices', 'Parameters')];
    expect(labels(items, 'choice', [long.id])).toEqual([
      ['Actions', 'Choicest'],
      ['Parameters', 'Send choices'],
      ['Recent runs', long.label],
    ]);
    const two = [item('Running costs'), item('Stop run')];
    expect(labels(two, 'run', ['Running costs'])[0]).toEqual(['Actions', 'Stop run', 'Running costs']);
  });

  it('puts beginnings of words, in other words of an item too, before letters out of several words', () => {
    const salad = [item('History, export as table'), item('Show where every example pauses', 'Recent runs')];
    const compare = item('Compare', 'Go to', { also: 'sweep grid heat map' });
    expect(labels([...salad, compare, item('Show heat map')], 'heat')).toEqual([
      ['Actions', 'Show heat map', 'History, export as table'],
      ['Go to', 'Compare'],
    ]);
    expect(labels([...salad, compare, item('New sweep')], 'sweep').map(([group]) => group)).toEqual([
      'Actions',
      'Go to',
      'Recent runs',
    ]);
  });

  it('finds scattered letters in labels only', () => {
    const code = item('Code', 'Actions', { also: 'python' });
    expect(labels([code], 'cde')).toEqual([['Actions', 'Code']]);
    expect(labels([code], 'pyn')).toEqual([]);
  });

  it('finds nothing where nothing is', () => {
    expect(rankItems(searchItems(ITEMS), 'zzz', [])).toEqual([]);
  });
});
