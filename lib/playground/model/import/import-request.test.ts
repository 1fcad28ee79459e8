import { describe, expect, it } from 'vitest';
import { randomRequest } from '@/lib/protocol/fixtures/random-request';
import { seededRandom } from '@/lib/protocol/fixtures/seeded-random';
import { SNIPPET_CLIENTS, snippet } from '@/lib/runs/model/snippets/snippets';
import { importedKey, importRequest } from './import-request';

function imported(text: string) {
  const result = importRequest(text);
  if (!result.ok) throw new Error(result.message);
  return result;
}

describe('what “Code” writes', () => {
  for (const client of SNIPPET_CLIENTS) {
    for (const baseUrl of ['https://api.r9s.ai', 'https://api.openai.com/v1']) {
      it(`for ${client} and ${baseUrl} is read back exactly`, () => {
        const random = seededRandom(7);
        for (let count = 0; count < 400; count += 1) {
          const { request, retries } = randomRequest(random);
          const { code } = snippet(client, { request, retries, baseUrl });
          const result = imported(code);
          expect(result.request).toEqual(request);
          expect(result.problems).toEqual([]);
          expect(result.unknown).toEqual([]);
          expect(result.hadKey).toBe(false);
          if (result.retries !== null) expect(result.retries).toEqual(retries);
        }
      });
    }
  }

  it('for the r9s package holds the retries as well', () => {
    const { retries } = {
      retries: {
        strategy: 'backoff',
        backoff: { initialInterval: 500, maxInterval: 60_000, exponent: 1.5, maxElapsedTime: 3_600_000 },
        retryConnectionErrors: true,
      },
    } as const;
    const { code } = snippet('r9s-python', {
      request: { model: 'm', prompt: 'p' },
      retries,
      baseUrl: 'https://api.r9s.ai',
    });
    expect(imported(code).retries).toEqual(retries);
  });
});

describe('code from elsewhere', () => {
  it('curl, with its key left out', () => {
    const result = imported(`$ curl https://api.openai.com/v1/completions \\
  -H "Content-Type: application/json" \\
  -H "Authorization: Bearer sk-live-0123456789abcdef" \\
  -d "{\\"model\\": \\"gpt-3.5-turbo-instruct\\", \\"prompt\\": \\"Say it's a \\\\\\"test\\\\\\"\\", \\"max_tokens\\": 7, \\"foo\\": 1}"
echo done`);
    expect(result).toMatchObject({
      source: 'curl',
      baseUrl: 'https://api.openai.com/v1',
      hadKey: true,
      unknown: [],
    });
    expect(result.request).toEqual({
      model: 'gpt-3.5-turbo-instruct',
      prompt: `Say it's a "test"`,
      max_tokens: 7,
      extra_body: { foo: 1 },
    });
    expect(JSON.stringify(result)).not.toContain('0123456789abcdef');
  });

  it.each([
    ['curl -H "Authorization: Bearer sk-live-0123456789abcdef" …', 'sk-live-0123456789abcdef'],
    ['-H "authorization: bearer eyJhbGci.eyJzdWIi.c2lnbmF0dXJl"', 'eyJhbGci.eyJzdWIi.c2lnbmF0dXJl'],
    ["client = OpenAI(api_key='local-key-1')", 'local-key-1'],
    ['client = OpenAI(api_key="sk-abcdefgh12345678")', 'sk-abcdefgh12345678'],
    ['-H "Authorization: Bearer $API_KEY"', null],
    ['new R9S({ apiKey: process.env.KEY })', null],
    ['OpenAI(api_key="local-key-1"); OpenAI(api_key="local-key-2")', null],
    ['OpenAI(api_key="local-key-1"); OpenAI(API_KEY="local-key-1")', 'local-key-1'],
  ])('the key of %s, for the field of a new connection alone', (text, key) => {
    expect(importedKey(text)).toBe(key);
  });

  it('curl in bash’s own quotes, with the body before the address', () => {
    expect(
      imported(
        `curl --json $'{"prompt":"it\\'s","stop":["\\\\n"]}' localhost:8080 http://127.0.0.1:8080/completions`,
      ).request,
    ).toEqual({
      prompt: "it's",
      stop: ['\n'],
    });
  });

  it('the first Python SDK', () => {
    const result = imported(`import openai
openai.api_key = "sk-abcdefgh12345678"
response = openai.Completion.create(
  engine="davinci",
  prompt='''Two
lines''' " and more",  # a note, with "quotes"
  temperature=0.7, max_tokens=1_000,
  stop=("\\n", 'END'),
  user=user_name,
  extra_body={"seed": -3},
)`);
    expect(result.request).toEqual({
      model: 'davinci',
      prompt: 'Two\nlines and more',
      temperature: 0.7,
      max_tokens: 1000,
      stop: ['\n', 'END'],
      seed: -3,
    });
    expect(result.problems.map(({ field }) => field)).toEqual(['user']);
    expect(result.hadKey).toBe(true);
  });

  it('TypeScript in the spelling of the r9s SDK', () => {
    const result =
      imported(`const r9s = new R9S({ apiKey: process.env.KEY, serverURL: "https://api.r9s.ai" });
const run = await r9s.completions.create({
  model: 'm', // which one
  prompt: \`a \\\`tick\\\` and \\u{1F600}\`,
  maxTokens: 5, topP: .5, logitBias: { 50256: -100 },
  suffix: end, bestOf: 2 + 1,
}, { retries: { strategy: "backoff", backoff: { initialInterval: 1, maxInterval: 2, exponent: 1.5, maxElapsedTime: 3 }, retryConnectionErrors: false } });`);
    expect(result.request).toEqual({
      model: 'm',
      prompt: 'a `tick` and 😀',
      max_tokens: 5,
      top_p: 0.5,
      logit_bias: { '50256': -100 },
    });
    expect(result.problems.map(({ field }) => field)).toEqual(['suffix', 'best_of']);
    expect(result.retries?.backoff.maxElapsedTime).toBe(3);
  });

  it('JSON, plain or with comments, and what the field refuses', () => {
    expect(
      imported('{"prompt": ["a", "b"], "temperature": 3, "logprobs": "all", "top_a": 0.2, "n": null}'),
    ).toMatchObject({
      request: { prompt: ['a', 'b'], temperature: 3, extra_body: { top_a: 0.2 } },
      problems: [{ field: 'logprobs', message: 'Log probabilities must be a number.' }],
    });
    expect(imported("{prompt: 'a', /* one */ n: 2,}").request).toEqual({ prompt: 'a', n: 2 });
  });

  it('a number written with commas is reported and not cut at the first', () => {
    for (const text of [
      '{"prompt": "a", "max_tokens": 1,000}',
      "{prompt: 'a', max_tokens: 1,000, n: 2}",
      'client.completions.create(prompt="a", max_tokens=1,000)',
      'client.completions.create({ prompt: "a", max_tokens: 12,500 })',
    ]) {
      const { request, problems, unknown } = imported(text);
      expect(request.max_tokens, text).toBeUndefined();
      expect(
        problems.map(({ field }) => field),
        text,
      ).toEqual(['max_tokens']);
      expect(unknown).toEqual([]);
    }
    expect(imported('client.completions.create(prompt="a", max_tokens=1_000)').request.max_tokens).toBe(1000);
  });

  it('says why when there is nothing to read', () => {
    for (const text of [
      '',
      'hello',
      '{',
      'curl https://example.com',
      'curl -d @body.json https://example.com',
      'x.completions.create({',
    ]) {
      expect(importRequest(text), text).toMatchObject({ ok: false, message: expect.stringMatching(/\w{4}/) });
    }
  });

  it('refuses JSON that is nested without a bottom, and reads code that is', () => {
    const deep = '['.repeat(500_000);
    const refused = { ok: false, message: 'This JSON is nested too deeply.' };
    expect(importRequest(`{"logit_bias":${deep}${']'.repeat(400_000)}}`)).toEqual(refused);
    expect(importRequest(`curl https://a.test -d '{"prompt":${deep}}'`)).toEqual(refused);
    expect(
      importRequest(`completions.create({prompt: "a", stop: ${deep}${']'.repeat(500_000)}})`),
    ).toMatchObject({
      request: { prompt: 'a' },
    });
  });

  it('finds a command behind the prompt of a shell, and comments between values', () => {
    const body = `curl https://a.test -d '{"model":"m","prompt":"p"}'`;
    for (const before of ['', '$ ', '\n\n  $  \n', 'Try this:\n\n', 'first\n  $ ']) {
      expect(importRequest(`${before}${body}`), before).toMatchObject({ ok: true, source: 'curl' });
    }
    expect(importRequest(`say curl https://a.test -d '{"model":"m"}'`)).toMatchObject({ ok: false });
    const code = 'completions.create({ // one\n model: /* two */ "m", /* three\n */ prompt: "p" /**/ })';
    expect(importRequest(code)).toMatchObject({ ok: true, request: { model: 'm', prompt: 'p' } });
  });

  it('never throws, and reads nonsense in a time that grows with its length', () => {
    const random = seededRandom(3);
    const chunks = [
      'curl ',
      "'",
      '"',
      '{',
      '}',
      '(',
      ')',
      '[',
      '\\',
      '\n',
      'completions.create(',
      '$',
      '`',
      ',',
      'a=',
      '<<X',
      '-d ',
      'requests.post(u, json=',
      'x = ',
      'Invoke-RestMethod ',
      ' -Body ',
      '$x = ',
      '@{',
      '@(',
      "@'\n",
      '|',
      '^',
      'é',
    ];
    for (let count = 0; count < 3000; count += 1) {
      const length = Math.floor(random() * 30);
      const text = Array.from({ length }, () => chunks[Math.floor(random() * chunks.length)]).join('');
      expect(() => importRequest(text)).not.toThrow();
    }
    for (const chunk of ['[', '(', '{a:', "'", '\\', 'completions.create(']) {
      expect(() => importRequest(`completions.create({x: ${chunk.repeat(20_000)}`)).not.toThrow();
    }
  });
});

it('takes fields with the names of JavaScript’s own as other fields', () => {
  expect(importRequest('{"prompt":"a","constructor":1,"toString":2}')).toMatchObject({
    ok: true,
    request: { prompt: 'a', extra_body: { constructor: 1, toString: 2 } },
  });
});
