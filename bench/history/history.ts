import { parseArgs } from 'node:util';
import { countRuns } from '@/lib/history/db/search/count-runs';
import { filterChoices } from '@/lib/history/db/search/filter-choices';
import { searchRuns } from '@/lib/history/db/search/search-runs';
import type { RunFilter } from '@/lib/history/model/run-search';
import { type FilledDatabase, onPostgres, onSqlite } from './databases';
import { diskPerRun } from './disk';
import { QUERIES } from './queries';
import { circumstances, loadOfMachine, writeSection } from './report';

// How long the history takes to answer in the data layer, with many runs of one user, on both databases:
// `npm run bench:history [-- --runs 100000]`. Writes bench/HISTORY.md. Ends by itself.
//
// Making the runs takes minutes. `--keep <folder>` leaves them for the next time (the SQLite file in that folder, the
// Postgres database on the server of TEST_POSTGRES_URL, copied from that file where it is whole), `--fill` does that and measures nothing. `--only sqlite` or
// `--only postgresql` measures one database, and leaves the section of the other as it is; `--query <part of a name>`
// measures some of the queries; `--dry` writes nothing down.

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '30' },
    bar: { type: 'string', default: '20' },
    only: { type: 'string' },
    keep: { type: 'string' },
    fill: { type: 'boolean', default: false },
    query: { type: 'string' },
    dry: { type: 'boolean', default: false },
  },
});
const RUNS = Number(values.runs);
const ROUNDS = Number(values.rounds);
const BAR_MS = Number(values.bar);
const PAGES = 3;
const COUNT = 'how many there are';

const options = { runs: RUNS, keep: values.keep };
const use = values.fill ? async () => {} : measure;
if (values.only !== 'postgresql') await onSqlite(options, use);
if (values.only !== 'sqlite') await onPostgres(options, use);

interface Timed {
  readonly what: string;
  readonly filter: RunFilter;
  readonly ms: number;
}

async function measure({ name, userId, seconds }: FilledDatabase): Promise<void> {
  const load = loadOfMachine();
  const requested = QUERIES.filter(({ name }) => name.includes(values.query ?? '')).flatMap(
    ({ name: what, filters }) => filters.map((filter) => ({ what, filter })),
  );
  const timed: Timed[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const times: Timed[] = [];
    for (const { what, filter } of shuffled(requested)) {
      for (const ms of await readPages(userId, filter)) times.push({ what, filter, ms });
      // The order makes no difference to it.
      if (filter.sort !== undefined) continue;
      const begun = performance.now();
      await countRuns(userId, filter);
      times.push({
        what: COUNT,
        filter: { ...filter, count: true } as RunFilter,
        ms: performance.now() - begun,
      });
    }
    const begun = performance.now();
    await filterChoices(userId);
    times.push({ what: 'what can be filtered by', filter: {}, ms: performance.now() - begun });
    // The first round warms up.
    if (round > 0) timed.push(...times);
  }
  const made = seconds === null ? '' : ` The runs were made in ${seconds.toFixed(0)} s.`;
  const disk = await diskPerRun(RUNS);
  const text = `${circumstances(load)}${made} ${ROUNDS} rounds.\nBar: p95 ≤ ${BAR_MS} ms.\n${disk}\n\n${table(timed)}`;
  console.log(`${name}: ${text}`);
  if (values.query === undefined && !values.dry)
    writeSection(`${name}, ${RUNS.toLocaleString('en')} runs`, text);
}

async function readPages(userId: string, filter: RunFilter): Promise<number[]> {
  const times: number[] = [];
  let before: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const begun = performance.now();
    const { next } = await searchRuns(userId, { ...filter, before, limit: 50 });
    times.push(performance.now() - begun);
    if (next === null) break;
    before = next;
  }
  return times;
}

function table(timed: readonly Timed[]): string {
  const names = [...QUERIES.map(({ name }) => name), COUNT, 'what can be filtered by'];
  const rows = names.map((what) => [what, timed.filter((one) => one.what === what)] as const);
  const lines = [...rows, ['all together', timed] as const]
    .filter(([, given]) => given.length > 0)
    .map(([what, given]) => {
      const ms = given.map((one) => one.ms);
      const p95 = at(ms, 0.95);
      return `| ${what} | ${ms.length} | ${at(ms, 0.5).toFixed(1)} | ${p95.toFixed(1)} | ${at(ms, 1).toFixed(1)} | ${p95 <= BAR_MS ? 'yes' : 'no'} |`;
    });
  return `| asked for | times | p50 ms | p95 ms | max ms | in the bar |
|---|---|---|---|---|---|
${lines.join('\n')}

${eachByItself(timed)}`;
}

/** Queries that are rare count as much as frequent ones: each filter has its own p95. */
function eachByItself(timed: readonly Timed[]): string {
  const byFilter = new Map<string, number[]>();
  for (const { ms, filter } of timed) {
    const key = JSON.stringify(filter);
    byFilter.set(key, [...(byFilter.get(key) ?? []), ms]);
  }
  const sorted = [...byFilter]
    .map(([filter, given]) => ({ filter, p95: at(given, 0.95), max: at(given, 1) }))
    .sort((a, b) => b.p95 - a.p95);
  const over = sorted.filter(({ p95 }) => p95 > BAR_MS).length;
  const slowest = sorted
    .slice(0, 8)
    .map(({ filter, p95, max }) => `\`${filter}\` ${p95.toFixed(1)} (max ${max.toFixed(1)})`);
  return `Each by itself: of ${sorted.length} that were asked for, ${over} have a p95 over the bar. Slowest, p95 in ms: ${slowest.join(' · ')}`;
}

function at(given: readonly number[], part: number): number {
  return given.toSorted((a, b) => a - b)[Math.ceil(part * given.length) - 1] ?? 0;
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
