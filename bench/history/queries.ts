import type { RunFilter } from '@/lib/history/model/run-search';
import { SEARCHED_WORDS } from '@/lib/platform/db/testing/generate-runs';

const FILTERS: readonly RunFilter[] = [
  { model: ['codestral'] },
  { model: ['practice-1'] },
  { connection: ['practice'] },
  { status: ['failed'] },
  { status: ['interrupted'] },
  { source: ['api'] },
  { source: ['compare', 'api'] },
  { starred: true },
  { tag: ['keep'] },
  { tag: ['seldom'] },
  { probabilities: true },
  { finish: ['length'] },
];
/** Common, usual, rare, the beginning of nearly everything, part of a word, a phrase. */
const SEARCHES: readonly RunFilter[] = [
  ...Object.values(SEARCHED_WORDS),
  'ri',
  'antern',
  '"river lantern"',
].map((q) => ({ q }));

/** What people query their history for, each from the first page and from further down. */
export const QUERIES: readonly { readonly name: string; readonly filters: readonly RunFilter[] }[] = [
  { name: 'page', filters: [{}, { sort: 'oldest' }] },
  { name: 'page, by figure', filters: [{ sort: 'longest' }, { sort: 'most_tokens' }] },
  {
    name: 'page, of some days',
    filters: [
      { from: day(400), to: day(390) },
      { from: day(600), to: day(100), sort: 'longest' },
    ],
  },
  { name: 'one filter', filters: FILTERS },
  {
    name: 'filters that combine',
    filters: [
      { model: ['codestral', 'llama-3-8b'], status: ['failed', 'stopped'] },
      { model: ['practice-1'], status: ['failed'], source: ['api'], probabilities: true },
      { tag: ['keep'], starred: true },
      { connection: ['practice'], model: ['codestral'] },
      { status: ['complete'], finish: ['stop'], source: ['playground'], from: day(500), to: day(200) },
      { starred: true, probabilities: true, tag: ['poem'] },
      { status: ['failed'], probabilities: true, sort: 'oldest' },
    ],
  },
  {
    name: 'search',
    filters: Object.values(SEARCHED_WORDS).flatMap((word) => [{ q: word }, { q: `"${word}"` }]),
  },
  { name: 'search while typing', filters: typed('lantern river').map((q) => ({ q })) },
  {
    name: 'search, several words',
    filters: [
      { q: 'river lantern' },
      { q: 'zephyrine river' },
      { q: '"river lantern"' },
      { q: 'river la ba' },
    ],
  },
  {
    name: 'search, pieces of words',
    filters: [{ q: 'antern' }, { q: 'phyri' }, { q: 'iver ante' }, { q: 'qqq' }],
  },
  {
    name: 'search and filters',
    filters: [
      { q: 'river', model: ['practice-1'] },
      { q: 'river', status: ['failed'], source: ['api'] },
      { q: 'lantern', starred: true },
      { q: 'riv', tag: ['seldom'] },
      { q: 'river', probabilities: true, from: day(500), to: day(400) },
    ],
  },
  {
    name: 'filtered or searched, by figure',
    filters: [
      { status: ['complete'], sort: 'longest' },
      { model: ['practice-1'], sort: 'longest' },
      { q: 'river', sort: 'most_tokens' },
      { q: 'lantern', sort: 'longest' },
      { tag: ['keep'], sort: 'most_tokens' },
    ],
  },
  { name: 'every two filters', filters: pairs(FILTERS, FILTERS) },
  { name: 'every search with every filter', filters: pairs(SEARCHES, FILTERS) },
  {
    name: 'every filter and search, in every order',
    filters: pairs(
      [...FILTERS, ...SEARCHES],
      [{ sort: 'oldest' }, { sort: 'longest' }, { sort: 'most_tokens' }],
    ),
  },
];

function typed(text: string): string[] {
  return Array.from(text, (_, at) => text.slice(0, at + 1));
}

function day(ago: number): string {
  return new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
}

/** Each of the first with each of the second, where they filter by different fields; no duplicates. */
function pairs(first: readonly RunFilter[], second: readonly RunFilter[]): RunFilter[] {
  const joined = new Map<string, RunFilter>();
  for (const a of first) {
    for (const b of second) {
      if (Object.keys(b).some((key) => key in a)) continue;
      const entries = Object.entries({ ...a, ...b }).sort(([x], [y]) => x.localeCompare(y));
      joined.set(JSON.stringify(entries), { ...a, ...b });
    }
  }
  return [...joined.values()];
}
