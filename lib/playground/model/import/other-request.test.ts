import { describe, expect, it } from 'vitest';
import { importRequest } from './import-request';

function imported(text: string) {
  const result = importRequest(text);
  if (!result.ok) throw new Error(result.message);
  return result;
}

const MESSAGES = '[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}]';
const PROMPT = 'System: Be brief.\nUser: Hi\nAssistant:';
const CHAT = 'This is a chat request; the playground sends completions.';

describe('a chat request', () => {
  it.each([
    [
      'curl',
      `curl https://api.openai.com/v1/chat/completions -H "Authorization: Bearer $KEY" -d '{"model":"m","messages":${MESSAGES},"max_completion_tokens":9,"tools":[]}'`,
      'https://api.openai.com/v1',
    ],
    [
      'the Python client',
      `client = OpenAI(base_url="https://a.example/v1")
client.chat.completions.create(model="m", messages=${MESSAGES}, max_tokens=9, tools=[])`,
      'https://a.example/v1',
    ],
    [
      'the first Python SDK',
      `openai.ChatCompletion.create(model="m", messages=${MESSAGES}, max_tokens=9, tools=[])`,
      null,
    ],
    [
      'JavaScript',
      `await client.chat.completions.create({ model: 'm', messages: ${MESSAGES}, max_tokens: 9, tools: [] });`,
      null,
    ],
    ['a JSON body', `{"model":"m","messages":${MESSAGES},"max_tokens":9,"tools":[]}`, null],
    [
      'requests',
      `requests.post("https://a.example/v1/chat/completions", json={"model":"m","messages":${MESSAGES},"max_tokens":9,"tools":[]})`,
      'https://a.example/v1',
    ],
  ])('of %s has its messages as a prompt, and no field of chats', (_, code, baseUrl) => {
    const { request, other, unknown, ...result } = imported(code);
    expect(other).toEqual({ message: CHAT, source: 'messages', prompt: PROMPT, leavesOut: false });
    expect(request).toEqual({ model: 'm', max_tokens: 9 });
    expect(unknown).toEqual(['tools']);
    expect(result.baseUrl).toBe(baseUrl);
  });

  it('continues an answer that was begun, and leaves out what is no text', () => {
    const code = JSON.stringify({
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is it?' },
            { type: 'image_url', image_url: {} },
          ],
        },
        { role: 'assistant', content: 'It is' },
      ],
      logprobs: true,
      top_logprobs: 3,
    });
    const { other, request } = imported(code);
    expect(other).toMatchObject({ prompt: 'User: What is it?\nAssistant: It is', leavesOut: true });
    expect(request).toEqual({ logprobs: 3 });
  });

  it('whose messages are not in the code has no prompt', () => {
    expect(imported('client.chat.completions.create(model="m", messages=history)').other?.prompt).toBeNull();
    const part = 'client.chat.completions.create(model="m", messages=[{"role": "user", "content": text}])';
    expect(imported(part).other?.prompt).toBeNull();
  });
});

describe('a request of another endpoint', () => {
  it.each([
    [
      `curl https://api.anthropic.com/v1/messages -H 'anthropic-version: 2023-06-01' -d '{"model":"m","system":"Be brief.","messages":[{"role":"user","content":"Hi"}],"max_tokens":9,"stop_sequences":["END"]}'`,
      /Messages API/,
      PROMPT,
      { model: 'm', max_tokens: 9, stop: ['END'] },
    ],
    [
      `anthropic.messages.create(model="m", max_tokens=9, messages=[{"role": "user", "content": "Hi"}])`,
      /Messages API/,
      'User: Hi\nAssistant:',
      { model: 'm', max_tokens: 9 },
    ],
    [
      `curl https://api.openai.com/v1/responses -d '{"model":"m","input":"Tell me","max_output_tokens":9}'`,
      /Responses API/,
      'Tell me',
      { model: 'm', max_tokens: 9 },
    ],
    [
      `client.responses.create(model="m", instructions="Be brief.", input="Hi")`,
      /Responses API/,
      PROMPT,
      { model: 'm' },
    ],
    [`client.embeddings.create({ model: "m", input: "Hi" })`, /embeddings request/, 'Hi', { model: 'm' }],
    [
      `curl https://api.openai.com/v1/embeddings -d '{"model":"m","input":["a","b"]}'`,
      /embeddings request/,
      null,
      { model: 'm' },
    ],
  ])('%s', (code, message, prompt, request) => {
    const result = imported(code);
    expect(result.other?.message).toMatch(message);
    expect(result.other?.prompt).toBe(prompt);
    expect(result.request).toEqual(request);
    if (result.baseUrl !== null) expect(result.baseUrl).toMatch(/\/v1$/);
  });

  it('is none when there is a prompt', () => {
    expect(imported('{"prompt":"Once","messages":[]}').other).toBeNull();
    expect(imported('{"prompt":"Once","max_tokens":1}').other).toBeNull();
  });
});

describe('a body that is no JSON', () => {
  it.each([
    [
      `curl https://a.example/v1/completions -d '{"prompt": "Once'`,
      "The -d body isn't valid JSON (it ends too early).",
    ],
    [`curl https://a.example/v1/completions -d 'prompt=Once'`, "The -d body isn't a valid JSON object."],
  ])('%s', (code, message) => {
    expect(importRequest(code)).toEqual({ ok: false, message });
  });
});
