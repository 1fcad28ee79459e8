import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomRequest } from '@/lib/protocol/fixtures/random-request';
import { readPythonCall } from '@/lib/protocol/fixtures/read-python';
import { nastyText, seededRandom } from '@/lib/protocol/fixtures/seeded-random';
import { type CompletionRequest, wireBody } from '@/lib/protocol/request/completion-request';
import { PARAMETERS } from '@/lib/protocol/request/parameters';
import { promptTexts } from '@/lib/protocol/request/prompts';
import type { Retries } from '@/lib/protocol/request/value-kinds';
import { byClient, quoted, retryCount, type SnippetInput } from './snippet-input';
import { clientsOf, SNIPPET_CLIENTS, snippet } from './snippets';

const BASE = 'https://api.r9s.ai';
const RETRIES: Retries = PARAMETERS.retries.initial;

/** Of the r9s SDK 0.9, with what it sends when they are left out. */
const DEFAULTED = ['temperature', 'top_p', 'n', 'frequency_penalty', 'presence_penalty', 'echo'];

function randomInputs(seed: number, count: number): SnippetInput[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => ({ ...randomRequest(random), baseUrl: BASE }));
}

function withoutNewFields(request: CompletionRequest): CompletionRequest {
  const { logprobs: _l, suffix: _s, stream_options: _o, ...rest } = byClient(request).known;
  return { ...rest, model: request.model, prompt: promptTexts(request.prompt).join('') };
}

/** The openai package has an argument of its own for fields that it does not know. */
function asOpenaiTakesIt(request: CompletionRequest): object {
  const { known, others } = byClient(request);
  return Object.keys(others).length === 0 ? known : { ...known, extra_body: others };
}

describe('Python for r9s', () => {
  it('has the name of a field in a comment, where nothing in it can end the comment', () => {
    for (const end of ['\n', '\r', '\u2028', '\f']) {
      const request = { model: 'm', prompt: 'p', extra_body: { [`x${end}import os#`]: 1, mirostat: 2 } };
      const [first, second] = snippet('r9s-python', { request, baseUrl: BASE }).code.split(/[\n\r\f\u2028]/);
      expect(first).toMatch(/^# .* can't send "x\\.*import os#", mirostat\.$/);
      expect(second).toBe('import os');
    }
  });

  it('holds the exact request for the r9s SDK, and keeps it from sending its own defaults', () => {
    for (const { request, retries } of randomInputs(1, 300)) {
      const plain = withoutNewFields(request);
      const { code, install } = snippet('r9s-python', { request: plain, retries, baseUrl: BASE });
      expect(install).toBe('pip install r9s');
      const { retries: config, ...sent } = readPythonCall(code, 'client.completions.create(');
      const absent = DEFAULTED.filter((name) => !Object.hasOwn(plain, name));
      expect(sent).toEqual({ ...plain, ...Object.fromEntries(absent.map((name) => [name, null])) });
      expect(config === undefined).toBe(retries === undefined);
    }
  });

  it('holds the retries of the r9s SDK', () => {
    const { code } = snippet('r9s-python', {
      request: { model: 'm', prompt: 'p' },
      retries: RETRIES,
      baseUrl: BASE,
    });
    expect(readPythonCall(code, 'client.completions.create(').retries).toEqual({
      strategy: 'backoff',
      backoff: { initial_interval: 500, max_interval: 60_000, exponent: 1.5, max_elapsed_time: 3_600_000 },
      retry_connection_errors: true,
    });
  });

  it('goes over to the openai package where the r9s SDK cannot follow, says why, and is exact there too', () => {
    for (const { request, retries } of randomInputs(2, 300)) {
      const { code, install } = snippet('r9s-python', {
        request,
        retries,
        baseUrl: 'https://api.openai.com/v1',
      });
      expect(install).toBe('pip install openai');
      expect(code).toMatch(/^# With the openai package: the r9s SDK /);
      expect(readPythonCall(code, 'client.completions.create(')).toEqual(asOpenaiTakesIt(request));
    }
    const { code } = snippet('r9s-python', { request: { model: 'm', prompt: ['a', 'b'] }, baseUrl: BASE });
    expect(code).toContain('only takes a single text prompt');
  });

  // The strict reader above always runs; this asks Python itself where there is one.
  it.runIf(!spawnSync('python3', ['--version']).error)('is Python, as Python itself says', () => {
    const cases = randomInputs(3, 60).flatMap((input) => [
      { request: asOpenaiTakesIt(input.request), code: snippet('r9s-python', input).code },
      {
        request: asOpenaiTakesIt(input.request),
        code: snippet('r9s-python', { ...input, baseUrl: 'http://[::1]:1/x?a=%22' }).code,
      },
    ]);
    const script = `
import ast, json, sys
for case in json.load(sys.stdin):
    tree = ast.parse(case["code"])
    call = next(n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "attr", "") == "create")
    sent = {k.arg: ast.literal_eval(k.value) for k in call.keywords if k.arg != "retries"}
    sent = {k: v for k, v in sent.items() if v is not None}
    assert sent == case["request"], (sent, case["request"])
`;
    const run = spawnSync('python3', ['-c', script], { input: JSON.stringify(cases), encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
  });
});

describe('Python with the openai package', () => {
  it('holds the exact request, and nothing about another package', () => {
    for (const input of randomInputs(8, 200)) {
      const { code, install } = snippet('openai-python', input);
      expect(install).toBe('pip install openai');
      expect(code).toMatch(/^import os$/m);
      expect(code).not.toContain('r9s SDK');
      expect(readPythonCall(code, 'client.completions.create(')).toEqual(asOpenaiTakesIt(input.request));
    }
  });
});

describe('TypeScript', () => {
  /** Runs a snippet with the real openai package, whose network ends here. */
  async function bodyOf(code: string): Promise<{ url: string; body: unknown; authorization: string | null }> {
    let seen: { url: string; body: unknown; authorization: string | null } | null = null;
    class Client extends OpenAI {
      constructor(options: ConstructorParameters<typeof OpenAI>[0]) {
        super({
          ...options,
          fetch: async (input, init) => {
            const body: unknown = JSON.parse(String(init?.body));
            seen = {
              url: String(input),
              body,
              authorization: new Headers(init?.headers).get('authorization'),
            };
            const isStream =
              typeof body === 'object' && body !== null && 'stream' in body && body.stream === true;
            return isStream
              ? new Response('data: [DONE]\n\n', { headers: { 'content-type': 'text/event-stream' } })
              : Response.json({ choices: [] });
          },
        });
      }
    }
    const lines = code.replace('import OpenAI from "openai";\n', '').replace('<number, string>', '');
    const run = new Function('OpenAI', 'process', 'console', `return (async () => {${lines}})()`);
    await run(
      Client,
      { env: { R9S_API_KEY: 'key', API_KEY: 'key' }, stdout: { write: () => true } },
      { log: () => {} },
    );
    if (seen === null) throw new Error('nothing was sent');
    return seen;
  }

  it('sends the exact request through the openai package', async () => {
    for (const input of randomInputs(4, 120)) {
      const { url, body, authorization } = await bodyOf(snippet('openai-typescript', input).code);
      expect(body).toEqual(wireBody(input.request));
      expect([url, authorization]).toEqual(['https://api.r9s.ai/v1/completions', 'Bearer key']);
    }
  });

  it('sends it to the path and query of the connection', async () => {
    const baseUrl = 'http://localhost:8080/beta/completions?api-version=2&q=%22';
    const { url } = await bodyOf(
      snippet('openai-typescript', { request: { model: 'm', prompt: 'p' }, baseUrl }).code,
    );
    expect(url).toBe('http://localhost:8080/beta/completions?api-version=2&q=%22');
  });

  it('carries the key in the header that Azure reads', () => {
    const baseUrl = 'https://x.openai.azure.com/openai/deployments/D?api-version=2024-10-21';
    for (const client of SNIPPET_CLIENTS) {
      const { code } = snippet(client, { request: { model: 'm', prompt: 'p' }, baseUrl });
      expect(code).toMatch(/api-key"?: [$\w.["]*AZURE_OPENAI_API_KEY/);
      expect(code).toContain('2024-10-21');
    }
    const { code } = snippet('curl', { request: { model: 'm', prompt: 'p' }, baseUrl });
    expect(code).not.toContain('Authorization');
  });
});

describe('curl', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'snippets-'));
    const fake = join(folder, 'curl');
    writeFileSync(fake, `#!/bin/sh\nprintf '%s\\0' "$@" > "${folder}/args"\ncat > "${folder}/stdin"\n`);
    chmodSync(fake, 0o755);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function runCurl(code: string) {
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, R9S_API_KEY: 'key-1' };
    // From a file: what is too long for curl's argument is too long for the shell's as well.
    const script = join(folder, 'snippet.sh');
    writeFileSync(script, code);
    const run = spawnSync('sh', [script], { env, input: '', encoding: 'utf8' });
    expect([run.stderr, run.status]).toEqual(['', 0]);
    const args = readFileSync(join(folder, 'args'), 'utf8').split('\0').slice(0, -1);
    return { args, stdin: readFileSync(join(folder, 'stdin'), 'utf8') };
  }

  it('hands curl the exact request, whatever the shell makes of quotes, dollars and backticks', () => {
    for (const input of randomInputs(5, 80)) {
      const { args } = runCurl(snippet('curl', input).code);
      expect(JSON.parse(args[args.indexOf('--data-raw') + 1] ?? '')).toEqual(wireBody(input.request));
      expect(args).toContain('Authorization: Bearer key-1');
      expect(args).toContain('https://api.r9s.ai/v1/completions');
      expect(args.includes('-N')).toBe(input.request.stream === true);
      expect(args.includes('--retry')).toBe(input.retries !== undefined);
    }
  });

  it('hands a body that is too long for one argument over by a here-document', () => {
    const request = {
      model: 'm',
      prompt: `JSON\n${"it's $HOME `x` \\ 🧵\n".repeat(20_000)}JSON`,
      stream: true,
    };
    const { args, stdin } = runCurl(snippet('curl', { request, baseUrl: BASE }).code);
    expect(args.at(-1)).toBe('@-');
    expect(JSON.parse(stdin)).toEqual(request);
  });

  it('leaves the key out where the server asks for none', () => {
    const input = {
      request: { model: 'm', prompt: 'p' },
      baseUrl: "http://localhost:11434/it's",
      hasKey: false,
    };
    const { args } = runCurl(snippet('curl', input).code);
    expect(args.join(' ')).not.toContain('Authorization');
    expect(args[0]).toBe("http://localhost:11434/it's/completions");
  });
});

describe('every client', () => {
  it('is offered where it can read the answer, OpenAI’s first', () => {
    const request = { model: 'm', prompt: 'p' };
    const all = ['openai-python', 'openai-typescript', 'r9s-python', 'curl'];
    expect(clientsOf({ request, baseUrl: BASE })).toEqual(all);
    // Also when it can't send this request: its code then says why.
    expect(clientsOf({ request: { ...request, logprobs: 1 }, baseUrl: BASE })).toEqual(all);
    expect(clientsOf({ request, baseUrl: 'http://127.0.0.1:3000/v1', r9sShape: true })).toEqual(all);
    expect(clientsOf({ request, baseUrl: 'https://api.openai.com/v1' })).toEqual([
      'openai-python',
      'openai-typescript',
      'curl',
    ]);
  });

  it('reads the key from a variable and shows no unseen character', () => {
    const random = seededRandom(6);
    for (const client of SNIPPET_CLIENTS) {
      for (let round = 0; round < 50; round += 1) {
        const request = {
          model: 'm',
          prompt: nastyText(random),
          stop: [`${nastyText(random)}.`],
          stream: true,
        };
        const { code } = snippet(client, { request, baseUrl: BASE });
        expect(code).toContain('R9S_API_KEY');
        expect(code).not.toMatch(/[^\P{Cc}\n]|[\u2028\u2029\ufeff]/u);
      }
    }
  });

  it('quotes halves of surrogate pairs and directions by number, emoji and letters as themselves', () => {
    expect(quoted('a\ud83e \u202e 👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 é 世')).toBe('"a\\ud83e \\u202e 👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 é 世"');
  });

  it('counts the attempts that fit into the time', () => {
    expect(retryCount(RETRIES)).toBe(10);
    expect(retryCount({ ...RETRIES, backoff: { ...RETRIES.backoff, maxElapsedTime: 1000 } })).toBe(1);
    expect(retryCount({ ...RETRIES, backoff: { ...RETRIES.backoff, maxElapsedTime: 0 } })).toBe(0);
  });
});
