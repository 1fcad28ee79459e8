import { describe, expect, it } from 'vitest';
import { CONNECTION_KINDS, type Connection } from '@/lib/connections/model/connections';
import {
  changeAddress,
  changeKind,
  connectionToAddress,
  createBody,
  draftOf,
  KIND_GROUPS,
  missingHeaders,
  originChange,
  portLabel,
  startDraft,
  updateBody,
  withHeaders,
} from './connection-draft';

const stored: Connection = {
  id: 'c1',
  name: 'OpenAI',
  kind: 'openai',
  baseUrl: 'https://api.openai.com/v1',
  keyLast4: '1234',
  headerNames: [],
  runsAtOnce: null,
  hasKey: true,
  isDefault: false,
  builtIn: false,
  defaultModel: null,
};

describe('a new connection', () => {
  it('starts with a free name and the address of its kind', () => {
    const draft = startDraft('openai', ['openai', 'OpenAI 2']);
    expect(draft.name).toBe('OpenAI 3');
    expect(createBody(draft, ['openai', 'OpenAI 2'])).toEqual({
      name: 'OpenAI 3',
      kind: 'openai',
      baseUrl: 'https://api.openai.com/v1',
      isDefault: false,
    });
    expect(startDraft('deepseek', []).name).toBe('DeepSeek');
  });

  it('keeps what was typed when the starting point changes', () => {
    const untouched = changeKind(startDraft('r9s', []), 'ollama', []);
    expect(untouched).toMatchObject({ name: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1' });
    const typed = { ...startDraft('r9s', []), name: 'Mine', baseUrl: 'http://10.0.0.5:9000' };
    expect(changeKind(typed, 'vllm', [])).toMatchObject({
      kind: 'vllm',
      name: 'Mine',
      baseUrl: 'http://10.0.0.5:9000',
    });
  });

  it('of no known kind is named after its host, until it is named by hand', () => {
    const custom = changeKind(startDraft('r9s', []), 'custom', ['127.0.0.1:8000']);
    expect(custom).toMatchObject({ name: '', baseUrl: '' });
    const typing = changeAddress(custom, 'https://api.exam', []);
    expect(typing.name).toBe('api.exam');
    const typed = changeAddress(typing, 'https://api.example.com/v1', []);
    expect(typed.name).toBe('api.example.com');
    expect(changeAddress(typed, 'localhost:9000', []).name).toBe('localhost:9000');
    expect(changeAddress(custom, 'http://127.0.0.1:8000', ['127.0.0.1:8000']).name).toBe('127.0.0.1:8000 2');
    // The kind's own name takes its place, and back.
    expect(changeKind(typed, 'vllm', [])).toMatchObject({
      name: 'vLLM',
      baseUrl: 'https://api.example.com/v1',
    });
    expect(changeKind(changeKind(typed, 'vllm', []), 'custom', []).name).toBe('api.example.com');

    const named = { ...typed, name: 'Mine' };
    expect(changeAddress(named, 'https://other.example', []).name).toBe('Mine');
    expect(changeAddress({ ...typed, name: '' }, 'https://other.example', []).name).toBe('other.example');
    expect(changeAddress(startDraft('openai', []), 'https://proxy.example', []).name).toBe('OpenAI');
  });

  it('offers any server first, then every kind once, by where it runs', () => {
    const kinds = KIND_GROUPS.flatMap((group) => group.kinds);
    expect(kinds[0]).toBe('custom');
    expect([...kinds].sort()).toEqual(Object.keys(CONNECTION_KINDS).sort());
    expect(KIND_GROUPS[1]?.kinds).toContain('azure');
    expect(KIND_GROUPS[2]?.kinds).toContain('tabbyapi');
  });

  it('names a port by whose it usually is', () => {
    expect([11434, 5000, 4321].map(portLabel)).toEqual([
      '11434 (Ollama)',
      '5000 (TabbyAPI, text-generation-webui)',
      '4321',
    ]);
  });

  it('sends a key without the spaces around it', () => {
    expect(createBody({ ...startDraft('r9s', []), key: ' sk-1 \n' }, []).key).toBe('sk-1');
  });

  it('without a typed name gets one that is free and not too long', () => {
    const unnamed = startDraft('custom', []);
    const at = (baseUrl: string, taken: readonly string[] = []) =>
      createBody({ ...unnamed, baseUrl }, taken).name;
    expect(at('http://10.0.0.5:9000/v1 ')).toBe('10.0.0.5:9000');
    expect(at('http://10.0.0.5:9000/v1', ['10.0.0.5:9000'])).toBe('10.0.0.5:9000 2');
    const long = `${'a'.repeat(60)}.${'b'.repeat(60)}.example`;
    const name = at(`https://${long}/v1`, [long.slice(0, 70)]);
    expect(name).toBe(`${long.slice(0, 70)} 2`);
    expect(createBody({ ...startDraft('openai', []), name: ' ' }, ['OpenAI']).name).toBe('OpenAI 2');
    // Without an address it has none.
    expect(at('')).toBe('');
  });
});

describe('a connection to the server of pasted code', () => {
  it('is of a kind with that host, or has the host as its name', () => {
    const known = connectionToAddress('http://10.0.0.5:9000/v1', null);
    expect(startDraft('custom', [], known).name).toBe('10.0.0.5:9000');
    // It can be added at once.
    expect(startDraft('custom', ['10.0.0.5:9000'], known).name).toBe('10.0.0.5:9000 2');
    expect(connectionToAddress('https://api.openai.com/v1', 'sk-1')).toEqual({
      kind: 'openai',
      baseUrl: 'https://api.openai.com/v1',
      key: 'sk-1',
    });
    expect(connectionToAddress('http://10.0.0.5:9000/v1', null)).toEqual({
      kind: 'custom',
      baseUrl: 'http://10.0.0.5:9000/v1',
      key: '',
    });
  });
});

describe('the headers of pasted code', () => {
  const given = [
    { name: 'X-Team', value: 'blue' },
    { name: 'X-Trace', value: null },
  ];

  it('are extra headers of the new connection; a value that is not in the code is to be entered', () => {
    const draft = startDraft('custom', [], connectionToAddress('http://10.0.0.5:9000/v1', 'sk-1', given));
    expect(draft.headers).toMatchObject([
      { name: 'X-Team', value: 'blue', stored: false },
      { name: 'X-Trace', value: '', stored: false },
    ]);
    expect(createBody(draft, []).key).toBe('sk-1');
  });

  it('hold the key only where it has no other place', () => {
    const key = [{ name: 'api-key', value: 'abcdefghijklmnop' }];
    const azure = connectionToAddress('https://a.openai.azure.com/openai/v1', 'abcdefghijklmnop', key);
    expect(azure).toMatchObject({ kind: 'azure', key: 'abcdefghijklmnop' });
    expect(azure.headers).toBeUndefined();
    expect(connectionToAddress('https://a.example/v1', 'abcdefghijklmnop', key)).toMatchObject({
      kind: 'custom',
      key: '',
      headers: key,
    });
  });

  it('are added to those that a stored connection has', () => {
    const gateway = { ...stored, headerNames: ['x-team'] };
    expect(missingHeaders(gateway, given)).toEqual([given[1]]);
    const draft = { ...draftOf(gateway), ...withHeaders(gateway, [...given, { name: 'X-Org', value: 'o' }]) };
    expect(updateBody(draft, gateway).headers).toEqual([
      { name: 'x-team', value: null },
      { name: 'X-Trace', value: '' },
      { name: 'X-Org', value: 'o' },
    ]);
    // The key that it has is its own.
    expect(missingHeaders(stored, [{ name: 'Authorization' }])).toEqual([]);
    expect(missingHeaders({ ...stored, hasKey: false }, [{ name: 'Authorization' }])).toHaveLength(1);
  });
});

describe('a stored connection', () => {
  it('sends only what changed', () => {
    expect(updateBody(draftOf(stored), stored)).toEqual({});
    expect(updateBody({ ...draftOf(stored), name: 'Work' }, stored)).toEqual({ name: 'Work' });
    expect(updateBody({ ...draftOf(stored), runsAtOnce: ' 2' }, stored)).toEqual({ runsAtOnce: 2 });
    const limited = { ...stored, runsAtOnce: 2 };
    expect(updateBody(draftOf(limited), limited)).toEqual({});
    expect(updateBody({ ...draftOf(limited), runsAtOnce: '' }, limited)).toEqual({ runsAtOnce: null });
    for (const runsAtOnce of ['-1', '1.5', 'two']) {
      expect(updateBody({ ...draftOf(stored), runsAtOnce }, stored)).toEqual({ runsAtOnce: Number.NaN });
    }
    expect(updateBody({ ...draftOf(stored), removeKey: true }, stored)).toEqual({ key: null });
    expect(updateBody({ ...draftOf(stored), removeKey: true, key: 'sk-2' }, stored)).toEqual({ key: 'sk-2' });
  });

  it('whose name was made from its address is named after a new one; a name of its own stays', () => {
    const at = (name: string, kind = 'custom', taken: string[] = []) =>
      changeAddress(
        draftOf({ ...stored, kind, name, baseUrl: 'http://10.0.0.5:9000/v1' }),
        'http://10.0.0.5:9001/v1',
        taken,
      ).name;
    expect(at('10.0.0.5:9000')).toBe('10.0.0.5:9001');
    // Its number, too, was made: no other connection needs to have the name without it any more.
    expect(at('10.0.0.5:9000 2')).toBe('10.0.0.5:9001');
    expect(at('10.0.0.5:9000', 'custom', ['10.0.0.5:9001'])).toBe('10.0.0.5:9001 2');
    for (const own of ['Mine', '10.0.0.5', '10.0.0.5:9000 (home)', '10.0.0.5:90002', 'My 10.0.0.5:9000']) {
      expect(at(own), own).toBe(own);
    }
    expect(at('vLLM', 'vllm')).toBe('vLLM');
    expect(at('10.0.0.5:9000', 'vllm')).toBe('10.0.0.5:9000');
  });

  it('distinguishes another server from another path of the same', () => {
    const at = (baseUrl: string) => originChange({ ...draftOf(stored), baseUrl }, stored);
    expect(at('https://api.openai.com/v2')).toBeNull();
    expect(at('not yet an address')).toBeNull();
    expect(at('https://evil.example/v1')).toEqual({
      from: 'https://api.openai.com',
      to: 'https://evil.example',
    });
  });
});
