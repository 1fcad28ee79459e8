import { describe, expect, it } from 'vitest';
import type { Connection } from '@/lib/connections/model/connections';
import { connectionOfCode } from './draft-import';

const connection = (id: string, baseUrl: string): Connection => ({
  id,
  name: id,
  kind: 'custom',
  baseUrl,
  keyLast4: null,
  headerNames: [],
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
    expect(of('not an address', 'here')).toBeNull();
  });
});
