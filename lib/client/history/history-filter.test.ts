import { describe, expect, it } from 'vitest';
import type { RunFilter } from '@/lib/contract/run-search';
import { filterQuery, isFiltered, parseFilter } from './history-filter';

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
