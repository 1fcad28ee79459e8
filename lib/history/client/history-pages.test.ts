import { describe, expect, it } from 'vitest';
import type { RunPage } from '@/lib/history/model/run-page';
import type { RunSummary } from '@/lib/runs/model/runs';
import { withoutRun, withRun } from './changed-pages';
import { dayLabel, historyRows, isByAge, mergeNewest } from './history-pages';

const summary = (id: string, createdAt = '2026-03-10T12:00:00.000Z'): RunSummary => ({
  id,
  source: 'playground',
  sourceName: null,
  title: null,
  starred: false,
  tags: [],
  status: 'complete',
  connectionId: 'practice',
  connectionName: 'Practice model',
  model: 'm',
  promptPreview: id,
  outputPreview: '',
  choiceCount: 1,
  createdAt,
  durationMs: 1,
  tokenCount: null,
  links: 0,
  comparisonId: null,
});
const page = (ids: string[], next: string | null): RunPage => ({ runs: ids.map((id) => summary(id)), next });
const loaded = (...pages: RunPage[]) => ({
  pages,
  pageParams: [null, ...pages.slice(0, -1).map((one) => one.next)],
});
const ids = ({ pages }: { pages: readonly RunPage[] }) =>
  pages.flatMap((one) => one.runs.map((run) => run.id));

describe('asking for the newest page again', () => {
  const before = loaded(page(['r6', 'r5', 'r4'], 'r4'), page(['r3', 'r2'], 'r2'));

  it('adds what is new and keeps what was scrolled to', () => {
    const after = mergeNewest(before, page(['r8', 'r7', 'r6'], 'r6'));
    expect(ids(after)).toEqual(['r8', 'r7', 'r6', 'r5', 'r4', 'r3', 'r2']);
    expect(after.pages.at(-1)?.next).toBe('r2');
    expect(after.pageParams).toHaveLength(after.pages.length);
  });

  it('drops what was deleted elsewhere', () => {
    expect(ids(mergeNewest(before, page(['r6', 'r4', 'r3'], 'r3')))).toEqual(['r6', 'r4', 'r3', 'r2']);
  });

  it('takes the newest state of a run', () => {
    const newest = {
      runs: [{ ...summary('r6'), status: 'failed' as const }, summary('r5'), summary('r4')],
      next: 'r4',
    };
    expect(mergeNewest(before, newest).pages[0]?.runs[0]?.status).toBe('failed');
  });

  it('is only for lists by age, since it would take older hits of words for gone where substrings follow', () => {
    const found = loaded(page(['r9', 'r2'], 'r2'), page(['r8', 'r7'], 'r7'));
    expect(ids(mergeNewest(found, page(['r9', 'r2'], 'r2')))).not.toContain('r8');
    expect([{}, { q: ' ' }, { tag: ['x'] }, { sort: 'newest' as const }].every(isByAge)).toBe(true);
    expect([{ q: 'x' }, { sort: 'oldest' as const }].some(isByAge)).toBe(false);
  });

  it('starts over when too much is new to be joined', () => {
    expect(ids(mergeNewest(before, page(['z3', 'z2', 'z1'], 'z1')))).toEqual(['z3', 'z2', 'z1']);
  });

  it('is everything when nothing follows it', () => {
    expect(ids(mergeNewest(before, page(['r6'], null)))).toEqual(['r6']);
    expect(ids(mergeNewest(before, page([], null)))).toEqual([]);
  });
});

describe('a run that is deleted', () => {
  const before = loaded(page(['r6', 'r5', 'r4'], 'r4'), page(['r3', 'r2'], null));

  it.each(['r6', 'r5', 'r4', 'r3', 'r2'])('comes back to its place (%s)', (id) => {
    const without = withoutRun(before, id);
    expect(ids(without)).not.toContain(id);
    expect(ids(withRun(without, summary(id)))).toEqual(['r6', 'r5', 'r4', 'r3', 'r2']);
  });

  it('is there once, however often it is put back', () => {
    expect(ids(withRun(before, summary('r5')))).toEqual(['r6', 'r5', 'r4', 'r3', 'r2']);
  });

  it('waits for its page when it is older than everything loaded', () => {
    expect(ids(withRun(loaded(page(['r6', 'r5'], 'r5')), summary('r1')))).toEqual(['r6', 'r5']);
  });
});

describe('days', () => {
  const now = new Date(2026, 2, 10, 0, 30);

  it('change at local midnight', () => {
    expect(dayLabel(new Date(2026, 2, 10, 0, 1), now)).toBe('Today');
    expect(dayLabel(new Date(2026, 2, 9, 23, 59), now)).toBe('Yesterday');
    expect(dayLabel(new Date(2026, 2, 8, 12), now)).toBe('Sun 8 March');
    expect(dayLabel(new Date(2025, 11, 31, 12), now)).toBe('31 December 2025');
  });

  it('stay right across a change of the clocks', () => {
    // The zone of the tests, Chatham, ends its summer time on 5 April 2026.
    expect(dayLabel(new Date(2026, 3, 5, 0, 10), new Date(2026, 3, 6, 0, 5))).toBe('Yesterday');
  });

  it('head their runs once', () => {
    const at = (date: Date) => date.toISOString();
    const rows = historyRows(
      [
        summary('c', at(new Date(2026, 2, 10, 0, 20))),
        summary('b', at(new Date(2026, 2, 10, 0, 10))),
        summary('a', at(new Date(2026, 2, 9, 23, 50))),
      ],
      now,
    );
    expect(rows.map((row) => (row.kind === 'day' ? row.label : row.run.id))).toEqual([
      'Today',
      'c',
      'b',
      'Yesterday',
      'a',
    ]);
  });
});
