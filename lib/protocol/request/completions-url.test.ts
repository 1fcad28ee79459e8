import { describe, expect, it } from 'vitest';
import { completionsUrl, modelsUrl, sdkBaseUrl } from './completions-url';

describe('the address of completions', () => {
  it.each([
    ['https://api.r9s.ai', 'https://api.r9s.ai/v1/completions'],
    ['https://api.r9s.ai/', 'https://api.r9s.ai/v1/completions'],
    ['https://api.r9s.ai/v1', 'https://api.r9s.ai/v1/completions'],
    ['https://api.r9s.ai/v1//', 'https://api.r9s.ai/v1/completions'],
    ['https://api.deepseek.com/beta', 'https://api.deepseek.com/beta/completions'],
    ['https://openrouter.ai/api/v1/', 'https://openrouter.ai/api/v1/completions'],
    ['http://127.0.0.1:8080/v1/completions', 'http://127.0.0.1:8080/v1/completions'],
    ['http://127.0.0.1:8080/v1/completions/', 'http://127.0.0.1:8080/v1/completions'],
    ['http://127.0.0.1:8080/completions', 'http://127.0.0.1:8080/completions'],
    ['https://x.example/openai?api-version=2', 'https://x.example/openai/completions?api-version=2'],
    ['https://x.example/?api-version=2', 'https://x.example/v1/completions?api-version=2'],
    [' http://localhost:11434#x ', 'http://localhost:11434/v1/completions'],
    ['http://[::1]:8000', 'http://[::1]:8000/v1/completions'],
  ])('%s → %s', (base, url) => {
    expect(completionsUrl(base)).toEqual({ ok: true, url });
  });

  it('lies beside the list of models', () => {
    const url = (base: string) => {
      const result = modelsUrl(base);
      return result.ok ? result.url : null;
    };
    expect(url('https://api.r9s.ai')).toBe('https://api.r9s.ai/v1/models');
    expect(url('https://a.example/beta/completions')).toBe('https://a.example/beta/models');
    expect(url('http://a.example/completions')).toBe('http://a.example/models');
    const azure = 'https://a.openai.azure.com/openai';
    expect(url(`${azure}/v1?api-version=preview`)).toBe(`${azure}/v1/models?api-version=preview`);
    expect(url(`${azure}/deployments/my-model/?api-version=2024-10-21`)).toBe(
      `${azure}/models?api-version=2024-10-21`,
    );
    expect(url(`${azure}/deployments/a/b?api-version=2`)).toBe(
      `${azure}/deployments/a/b/models?api-version=2`,
    );
  });

  it('gives SDKs the part that they append to', () => {
    expect(sdkBaseUrl('https://api.r9s.ai/')).toEqual({ ok: true, url: 'https://api.r9s.ai/v1' });
    expect(sdkBaseUrl('http://a.example/completions?x=1')).toEqual({ ok: true, url: 'http://a.example' });
  });

  it.each([
    '',
    '  ',
    'api.r9s.ai',
    'localhost:8080',
    'ftp://a.example',
    'https://',
    'https://u:p@a.example/v1',
    'javascript:alert(1)',
  ])('refuses %j with a sentence', (base) => {
    const result = completionsUrl(base);
    expect(result.ok).toBe(false);
    expect(result.ok ? '' : result.message).toMatch(/\.$/);
  });
});
