import { describe, expect, it } from 'vitest';
import type { RunFilter } from '@/lib/history/model/run-search';
import { filterInMoments, filterQuery, isFiltered } from './filter-query';
import { parseFilter } from './history-filter';

describe('a filter in an address', () => {
  const filter: RunFilter = {
    q: 'a "b c" & d',
    model: ['org/m, x', 'é%'],
    connection: ['practice'],
    status: ['failed', 'stopped'],
    source: ['api'],
    finish: ['length'],
    tag: ['for the talk'],
    starred: true,
    probabilities: true,
    from: '2026-01-02',
    to: '2026-01-03',
    sort: 'longest',
  };

  it('comes back as it was', () => {
    expect(parseFilter(new URLSearchParams(filterQuery(filter)))).toEqual(filter);
    expect(filterQuery({})).toBe('');
    expect(filterQuery({ q: '', model: [] })).toBe('');
  });

  it('loses only what is wrong', () => {
    const params = new URLSearchParams(
      'q=x&status=lost&sort=best&starred=maybe&from=tomorrow&model=m&other=1',
    );
    expect(parseFilter(params)).toEqual({ q: 'x', model: ['m'] });
  });

  it('is none when only the order differs', () => {
    expect(isFiltered({ sort: 'oldest' })).toBe(false);
    expect(isFiltered({ starred: true })).toBe(true);
  });
});

describe('days of a filter', () => {
  // Tests run in the zone of the Chatham Islands: +13:45 in summer, +12:45 in winter.
  it.each([
    ['2026-01-02', '2026-01-02', '2026-01-01T10:15:00.000Z', '2026-01-02T10:15:00.000Z'],
    ['2026-07-01', '2026-07-31', '2026-06-30T11:15:00.000Z', '2026-07-31T11:15:00.000Z'],
    // The clocks change on that day.
    ['2026-04-05', '2026-04-05', '2026-04-04T10:15:00.000Z', '2026-04-05T11:15:00.000Z'],
    [
      '0050-01-01',
      '9999-12-31',
      expect.stringMatching(/^0049-12-31T/),
      expect.stringMatching(/^9999-12-31T/),
    ],
    [
      '2026-01-02T03:04:05Z',
      '2026-01-02T03:04:06+01:00',
      '2026-01-02T03:04:05Z',
      '2026-01-02T03:04:06+01:00',
    ],
  ])('from %s to %s are asked for as they are where the reader is', (from, to, first, last) => {
    expect(filterInMoments({ q: 'x', from, to })).toEqual({ q: 'x', from: first, to: last });
  });

  it('stay open where they are', () => {
    expect(filterInMoments({ q: 'x' })).toEqual({ q: 'x' });
  });
});
