import { describe, expect, it } from 'vitest';
import { completionsUrl } from '@/lib/protocol/request/completions-url';
import { tidyAddress } from './tidy-address';

describe('an address as it was typed', () => {
  it.each([
    ['localhost:11434', 'http://localhost:11434'],
    [' LocalHost/v1 ', 'http://LocalHost/v1'],
    ['127.0.0.1:8000/v1', 'http://127.0.0.1:8000/v1'],
    ['[::1]:8080', 'http://[::1]:8080'],
    ['https://a.example/v1/completions', 'https://a.example/v1'],
    ['https://a.example/v1/completions//', 'https://a.example/v1'],
    ['https://a.example/v1/chat/completions', 'https://a.example/v1'],
    ['https://a.example/chat/completions', 'https://a.example'],
    ['localhost:8080/v1/completions', 'http://localhost:8080/v1'],
    ['https://a.example/v1/completions?key=1', 'https://a.example/v1?key=1'],
    [
      'https://a.openai.azure.com/openai/deployments/D/completions?api-version=2024-10-21',
      'https://a.openai.azure.com/openai/deployments/D?api-version=2024-10-21',
    ],
    [
      'https://a.openai.azure.com/openai/deployments/D/chat/completions?api-version=2024-10-21',
      'https://a.openai.azure.com/openai/deployments/D?api-version=2024-10-21',
    ],
  ])('%s becomes %s, and that is said', (typed, address) => {
    const tidy = tidyAddress(typed);
    expect(tidy.address).toBe(address);
    expect(tidy.changes.length).toBeGreaterThan(0);
    for (const change of tidy.changes) expect(change).toMatch(/^(Added http|Removed \/)/);
    expect(completionsUrl(tidy.address).ok).toBe(true);
  });

  it.each([
    'https://api.r9s.ai',
    'http://localhost:8080/v1/',
    // Here it is the whole path.
    'http://127.0.0.1:8080/completions',
    'https://a.openai.azure.com/openai/v1?api-version=preview',
    'https://a.example/v1?x=/completions',
    'https://a.example/mycompletions',
    'localhost.example.com/v1',
    '127.0.0.1.example.com',
    '192.168.1.5:8000',
    'not an address',
    '',
  ])('%j stays as it is', (typed) => {
    expect(tidyAddress(typed)).toEqual({ address: typed, changes: [] });
  });
});
