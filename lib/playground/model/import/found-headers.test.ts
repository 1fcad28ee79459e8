import { describe, expect, it } from 'vitest';
import { importedHeaders, importRequest } from './import-request';

const BODY = `{"prompt": "a"}`;

describe('headers of pasted code', () => {
  it.each([
    [
      'curl, with the flag’s name and its value apart or together',
      `curl https://gateway.example/v1/completions -H 'X-Team: blue' --header "X-Trace:7" -H'X-Kind: a: b' -d '${BODY}'`,
      [
        ['X-Team', 'blue'],
        ['X-Trace', '7'],
        ['X-Kind', 'a: b'],
      ],
    ],
    [
      'curl, without its key and what every request has',
      `curl https://gateway.example/v1/completions -H "Authorization: Bearer sk-0123456789" -H "content-type: application/json" -H "Accept: */*" -H "accept-language: en" -H "sec-fetch-mode: cors" -H "Origin: https://a.example" -d '${BODY}'`,
      [['Origin', 'https://a.example']],
    ],
    [
      'a key that is no bearer’s, and one in a header of its own',
      `curl https://gateway.example/v1/completions -H "Authorization: Basic dXNlcjpwYXNz" -H "X-Api-Key: abcdefghijklmnop" -d '${BODY}'`,
      [
        ['Authorization', 'Basic dXNlcjpwYXNz'],
        ['X-Api-Key', 'abcdefghijklmnop'],
      ],
    ],
    [
      'values that are not in the code',
      `curl https://gateway.example/v1/completions -H "X-Team: $TEAM" -H "X-Org: <your org>" -H "Authorization: $AUTH" -d '${BODY}'`,
      [
        ['X-Team', null],
        ['X-Org', null],
      ],
    ],
    [
      'curl’s own flags for some',
      `curl -A 'mine/1' -b 'session=abc' -e https://a.example https://gateway.example/v1/completions -d '${BODY}'`,
      [
        ['User-Agent', 'mine/1'],
        ['Cookie', 'session=abc'],
        ['Referer', 'https://a.example'],
      ],
    ],
    [
      'the last of several with one name',
      `curl https://gateway.example/v1/completions -H "x-team: red" -H "X-Team: blue" -d '${BODY}'`,
      [['X-Team', 'blue']],
    ],
    [
      'requests.post, in place and in a variable',
      `headers = {"Authorization": f"Bearer {key}", "X-Team": "blue"}\nrequests.post("https://gateway.example/v1/completions", headers=headers, json=${BODY})`,
      [['X-Team', 'blue']],
    ],
    [
      'the Python SDK, of the client and of the call',
      `client = OpenAI(base_url="https://gateway.example/v1", default_headers={"X-Team": "blue"})\nclient.completions.create(prompt="a", extra_headers={"X-Trace": trace_id})`,
      [
        ['X-Team', 'blue'],
        ['X-Trace', null],
      ],
    ],
    [
      'the TypeScript SDK',
      `const client = new OpenAI({ defaultHeaders: { 'X-Team': 'blue' } });\nawait client.completions.create({ prompt: 'a' });`,
      [['X-Team', 'blue']],
    ],
    [
      'PowerShell',
      `irm -Uri https://gateway.example/v1/completions -Method Post -Headers @{ "X-Team" = "blue" } -Body '${BODY}'`,
      [['X-Team', 'blue']],
    ],
    ['JSON, which has none', BODY, []],
  ])('%s', (_what, text, expected) => {
    const found = importedHeaders(text);
    expect(found.map(({ name, value }) => [name, value])).toEqual(expected);
    const result = importRequest(text);
    if (!result.ok) throw new Error(result.message);
    expect(result.request).toEqual({ prompt: 'a' });
    if (result.source === 'curl') expect(result.baseUrl).toBe('https://gateway.example/v1');
    expect(result.headerNames).toEqual(found.map(({ name }) => name));
    // Their values may be secrets.
    for (const { name, value } of found) {
      if (value !== null && value.length > 2)
        expect(JSON.stringify({ ...result, [name]: '' })).not.toContain(value);
    }
  });
});
