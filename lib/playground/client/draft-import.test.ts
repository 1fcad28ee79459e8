import { describe, expect, it } from 'vitest';
import type { Connection } from '@/lib/connections/model/connections';
import { connectionOfCode, modelOfImport } from './draft-import';

const connection = (id: string, baseUrl: string): Connection => ({
  id,
  name: id,
  kind: 'custom',
  baseUrl,
  keyLast4: null,
  headerNames: [],
  runsAtOnce: null,
  hasKey: false,
  isDefault: false,
  builtIn: false,
  defaultModel: null,
});
const CONNECTIONS = [
  connection('practice', ''),
  connection('one', 'https://api.example.com/v1'),
  connection('two', 'https://api.example.com'),
  connection('here', 'http://127.0.0.1:8000/v1'),
];

describe('the connection for pasted code', () => {
  it('is the current one where it fits, or else the first that does', () => {
    const of = (baseUrl: string, current: string | null) =>
      connectionOfCode(baseUrl, CONNECTIONS, current)?.id ?? null;
    expect(of('https://api.example.com/v1', 'two')).toBe('two');
    expect(of('https://api.example.com/beta', 'practice')).toBe('one');
    expect(of('http://127.0.0.1:8000', null)).toBe('here');
    expect(of('http://127.0.0.1:8001/v1', 'here')).toBeNull();
    expect(of('http://localhost:8000/v1', null)).toBe('here');
    expect(of('http://[::1]:8000', null)).toBe('here');
    expect(of('not an address', 'here')).toBeNull();
  });
});

describe('the model of an import', () => {
  const [practice, one] = CONNECTIONS as [Connection, Connection];
  const onPractice = { connectionId: 'practice', model: 'practice-1' };
  const onOne = { connectionId: 'one', model: 'chosen' };

  it('is the one of the code, except on the practice model, which has no other', () => {
    expect(modelOfImport('named', onOne, one)).toBe('named');
    expect(modelOfImport('named', onPractice, one)).toBe('named');
    expect(modelOfImport('named', onOne, null)).toBe('named');
    expect(modelOfImport('named', onPractice, null)).toBe('practice-1');
    expect(modelOfImport('named', onOne, practice)).toBe('practice-1');
  });

  it('stays without one in the code, unless the connection is another', () => {
    expect(modelOfImport(undefined, onOne, null)).toBe('chosen');
    expect(modelOfImport(undefined, onOne, one)).toBe('chosen');
    expect(modelOfImport(undefined, onPractice, one)).toBe('');
  });
});
