import { describe, expect, it } from 'vitest';
import { importedKey, importRequest } from './import-request';

function imported(text: string) {
  const result = importRequest(text);
  if (!result.ok) throw new Error(result.message);
  return result;
}

const request = { model: 'm', prompt: 'Once', max_tokens: 7 };

describe('Python that sends a request by itself', () => {
  it.each([
    [
      'requests.post("https://a.example/v1/completions", json={"model": "m", "prompt": "Once", "max_tokens": 7})',
    ],
    [
      "httpx.post(url='https://a.example/v1/completions', data=json.dumps({'model': 'm', 'prompt': 'Once', 'max_tokens': 7}, indent=2))",
    ],
    [
      `with httpx.stream("POST", "https://a.example/v1/completions", json=dict(model="m", prompt="Once", max_tokens=7)) as r:`,
    ],
    [
      `import requests

url = "https://a.example/v1/completions"
headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
payload = {
    "model": "m",
    "prompt": "Once",   # the beginning
    "max_tokens": 7,
}
response = requests.post(url, headers=headers, json=payload, timeout=30)
print(response.json())`,
    ],
    [
      `MODEL = "m"
prompt = """Once"""
payload = {"model": MODEL, "prompt": prompt}
payload["max_tokens"] = 7
r = session.post("https://a.example/v1/completions", data=json.dumps(payload).encode("utf-8"))`,
    ],
    [
      `url: str = 'https://a.example/v1/completions'
body = '{"model": "m", "prompt": "Once", "max_tokens": 7}'
client.request("POST", url, content=body)`,
    ],
  ])('%s', (code) => {
    expect(imported(code)).toMatchObject({
      source: 'python',
      request,
      problems: [],
      unknown: [],
      baseUrl: 'https://a.example/v1',
      hadKey: false,
    });
  });

  it('says which values cannot be known', () => {
    const result = imported(`
name = input()
prompt = f"Hello {name}"
stop = "a"
stop = "b"
payload = {"model": args.model, "prompt": prompt, "stop": stop, "n": count, "max_tokens": 7}
requests.post(URL, json=payload)`);
    expect(result.request).toEqual({ max_tokens: 7 });
    expect(result.problems.map(({ field }) => field)).toEqual(['model', 'prompt', 'stop', 'n']);
    expect(result.baseUrl).toBeNull();
  });

  it.each([
    ['requests.post(url, json=payload)', /request body isn't in this code/],
    ['def f(payload):\n    return requests.post(url, json=payload)', /request body isn't in this code/],
    ['a = b\nb = a\nrequests.post(url, json=a)', /request body isn't in this code/],
    ['requests.post(url)', /No curl command/],
    ['requests.post(url, data=[1])', /isn't an object/],
  ])('refuses %s', (code, message) => {
    expect(importRequest(code)).toMatchObject({ ok: false, message: expect.stringMatching(message) });
  });

  it('finds variables for the SDKs, too', () => {
    expect(
      imported('prompt = "Once"\nopenai.Completion.create(engine="m", prompt=prompt, max_tokens=7)').request,
    ).toEqual(request);
    const script =
      'const prompt = "Once";\nawait client.completions.create({ model: "m", prompt, max_tokens: 7 })';
    expect(imported(script).request).toEqual(request);
  });
});

describe('“Copy as cURL (cmd)”', () => {
  it('as Chrome writes it', () => {
    const code = [
      'curl ^"https://a.example/v1/completions^" ^',
      '  -H ^"authorization: Bearer abcdefgh1234^" ^',
      '  -H ^"content-type: application/json^" ^',
      String.raw`  --data-raw ^"^{^\^"model^\^":^\^"m^\^",^\^"prompt^\^":^\^"Say ^\\^\^"hi^\\^\^" ^& go^\\n100^%^!^\^"^}^"`,
      'echo no',
    ].join('\r\n');
    expect(imported(code)).toMatchObject({
      source: 'curl',
      request: { model: 'm', prompt: 'Say "hi" & go\n100%!' },
      baseUrl: 'https://a.example/v1',
      hadKey: true,
    });
    expect(importedKey(code)).toBe('abcdefgh1234');
  });

  it('as people and older browsers write it', () => {
    const escaped = String.raw`curl https://a.example/v1/completions ^
  -d "{\"model\": \"m\", \"prompt\": \"Once\", \"max_tokens\": 7}"`;
    const doubled = `curl https://a.example/v1/completions ^
  -d "{""model"": ""m"", ""prompt"": ""Once"", ""max_tokens"": 7}"`;
    for (const code of [escaped, doubled, escaped.replaceAll('\n', '\r\n')]) {
      expect(imported(code).request, code).toEqual(request);
    }
  });
});

describe('PowerShell', () => {
  it.each([
    [
      `Invoke-RestMethod -Uri https://a.example/v1/completions -Method Post -Body (@{ model = "m"; prompt = 'Once'; max_tokens = 7 } | ConvertTo-Json)`,
    ],
    [
      `$body = @{
    model      = "m"   # which
    prompt     = "Once"
    max_tokens = 7
} | ConvertTo-Json -Depth 5
$headers = @{ Authorization = "Bearer $env:KEY" }
Invoke-RestMethod -Uri "https://a.example/v1/completions" -Method Post -Headers $headers -ContentType "application/json" -Body $body`,
    ],
    [
      `$json = @'
{"model": "m", "prompt": "Once", "max_tokens": 7}
'@
irm https://a.example/v1/completions -Method Post -Body $json`,
    ],
    [
      `Invoke-WebRequest -UseBasicParsing -Uri "https://a.example/v1/completions" \`
-Method "POST" \`
-ContentType "application/json" \`
-Body "{\`"model\`":\`"m\`",\`"prompt\`":\`"Once\`",\`"max_tokens\`":7}"`,
    ],
    [
      `$Data = [ordered]@{ "model" = "m"; "prompt" = $Prompt; max_tokens = 7 }
$prompt = "Once"
$uri = 'https://a.example/v1/completions'
Invoke-RestMethod -Method Post -Uri $uri -Body ($data | ConvertTo-Json -Compress)`,
    ],
  ])('%s', (code) => {
    expect(imported(code)).toMatchObject({
      source: 'powershell',
      request,
      problems: [],
      unknown: [],
      baseUrl: 'https://a.example/v1',
      hadKey: false,
    });
  });

  it('reads arrays, constants and escapes, and says what cannot be known', () => {
    const result = imported(
      'Invoke-RestMethod $url -Body (@{ prompt = "a`n$([char]233) costs 5$"; stop = "x", "y"; n = 2; echo = $true; ' +
        'logit_bias = @{ "50" = -1.5 }; model = "$name"; user = $who; seed = Get-Random } | ConvertTo-Json)',
    );
    expect(result.request).toEqual({
      prompt: 'a\né costs 5$',
      stop: ['x', 'y'],
      n: 2,
      echo: true,
      logit_bias: { '50': -1.5 },
    });
    expect(result.problems.map(({ field }) => field)).toEqual(['model', 'user', 'seed']);
  });

  it.each([
    ['Invoke-RestMethod https://a.example/v1/models', 'This call has no request body.'],
    [
      'Invoke-RestMethod $url -Body $body',
      "The request body isn't in this code. Include the part that sets it.",
    ],
    ['Invoke-RestMethod $url -Body (Get-Content body.json)', /isn't in this code/],
  ])('refuses %s', (code, message) => {
    expect(importRequest(code)).toMatchObject({ ok: false, message: expect.stringMatching(message) });
  });
});

describe('JSON that this app wrote', () => {
  const run = { model: 'm', request, retries: null, choices: [{ index: 0, text: ' upon' }] };
  it('is read: a run, an export of one run, a preset', () => {
    const format = 'completions-playground.runs';
    for (const value of [run, { format, version: 1, runs: [run] }]) {
      expect(imported(JSON.stringify(value))).toMatchObject({ request, unknown: [], problems: [] });
    }
    const settings = {
      values: { max_tokens: 7, temperature: 0.5, stream: true },
      sent: ['max_tokens', 'stream'],
    };
    expect(imported(JSON.stringify({ name: 'Mine', model: 'm', settings })).request).toEqual({
      model: 'm',
      max_tokens: 7,
      stream: true,
    });
    expect(importRequest(JSON.stringify({ format, version: 1, runs: [run, run] }))).toEqual({
      ok: false,
      message: 'This export contains 2 runs. Import it in History.',
    });
  });
});

it('keeps the api-version of an Azure address, and nothing else of a query', () => {
  const code = `curl "https://x.openai.azure.com/openai/deployments/D/completions?api-version=2024-10-21&key=1" \\
  -H "api-key: 0123456789abcdef0123" -d '{"prompt": "Once"}'`;
  expect(imported(code)).toMatchObject({
    baseUrl: 'https://x.openai.azure.com/openai/deployments/D?api-version=2024-10-21',
    hadKey: true,
  });
  expect(importedKey(code)).toBe('0123456789abcdef0123');
});

it('takes names of JavaScript’s own for variables that nobody set', () => {
  for (const name of ['constructor', '__proto__', 'toString']) {
    expect(importRequest(`requests.post(url, json=${name})`)).toMatchObject({ ok: false });
    expect(importRequest(`Invoke-RestMethod $u -Body $${name}`)).toMatchObject({ ok: false });
  }
});
