import { expect, it } from 'vitest';
import type { Connection } from '@/lib/connections/model/connections';
import { callName, headerValue, namedConnection } from './connection-name';

function connection(id: string, name: string): Connection {
  return {
    id,
    name,
    kind: 'custom',
    baseUrl: 'https://example.com/v1',
    keyLast4: null,
    headerNames: [],
    runsAtOnce: null,
    hasKey: false,
    isDefault: false,
    builtIn: false,
    defaultModel: null,
  };
}

it.each(['Work', '50% off', 'Büro', 'a%20b', 'two  spaces', '東京', '%', ''])(
  'names “%s” so that a header leads back to it',
  (name) => {
    const all = [connection('1', 'Another'), connection('2', name)];
    const header = headerValue(callName(all, all[1] as Connection));
    expect(header).toMatch(/^[\x20-\x7e]*$/);
    expect(namedConnection(all, header)?.id).toBe('2');
  },
);

it('names a connection by its id where its name leads to another one', () => {
  const all = [connection('practice', 'Practice model'), connection('2', 'Practice model')];
  expect(all.map((one) => callName(all, one))).toEqual(['Practice model', '2']);
});

it('reads a name in any case, and an exact one first', () => {
  const all = [connection('1', 'WORK'), connection('2', 'Work')];
  expect(namedConnection(all, 'work')?.id).toBe('1');
  expect(namedConnection(all, 'Work')?.id).toBe('2');
  expect(namedConnection(all, 'home')).toBeUndefined();
});
