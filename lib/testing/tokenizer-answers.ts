import type { Answer } from './upstream-wire';

type Body = Readonly<Record<string, unknown>>;

/** The tokens that the fakes know: those that the recorded answers have. */
const RECORDED: Readonly<
  Record<string, readonly (readonly [id: number, piece: string | readonly number[]])[]>
> = {
  a: [[97, 'a']],
  'a~|#': [
    [97, 'a'],
    [126, '~'],
    [124, '|'],
    [35, '#'],
  ],
  the: [[257, 'the']],
  'Once upon a time, é 🌍 the': [
    [79, 'O'],
    [110, 'n'],
    [287, 'ce'],
    [344, ' upon'],
    [259, ' a'],
    [356, ' time'],
    [44, ','],
    [32, ' '],
    [195, [195]],
    [169, [169]],
    [32, ' '],
    [240, [240]],
    [159, [159]],
    [140, [140]],
    [141, [141]],
    [258, ' the'],
  ],
};

const PIECES = new Map(Object.values(RECORDED).flat());

/** Answers by path; everything else is what that server says where it has nothing. */
export function answerByPath(
  paths: Readonly<Record<string, (body: Body) => object | readonly [status: number, body: object]>>,
  missing: object = { detail: 'Not Found' },
): Answer {
  return (response, { path, json }) => {
    const handler = paths[path];
    const answer = handler?.((json ?? {}) as Body) ?? [404, missing];
    const [status, body] = Array.isArray(answer) ? answer : [200, answer];
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(body));
  };
}

const tokensOf = (text: unknown) => RECORDED[String(text)] ?? [];
const idsOf = (text: unknown) => tokensOf(text).map(([id]) => id);

function textOf(ids: unknown): string | null {
  const pieces = (ids as number[]).map((id) => PIECES.get(id));
  if (pieces.includes(undefined)) return null;
  return Buffer.concat(pieces.map((piece) => Buffer.from((piece ?? '') as string))).toString('utf8');
}

/** llama.cpp's server, build 11549 (xllamacpp 2026.10), with a vocabulary of 364 tokens: as recorded from it. */
export const llamacpp = answerByPath(
  {
    '/tokenize': ({ content, with_pieces }) => ({
      tokens: with_pieces ? tokensOf(content).map(([id, piece]) => ({ id, piece })) : idsOf(content),
    }),
    '/detokenize': ({ tokens }) => {
      const content = textOf(tokens);
      if (content !== null) return { content };
      const message = 'vector::_M_range_check: __n (which is 99999) >= this->size() (which is 364)';
      return [500, { error: { code: 500, message, type: 'server_error' } }];
    },
    '/props': () => ({ default_generation_settings: { n_ctx: 512, params: {} }, total_slots: 2 }),
  },
  { error: { message: 'File Not Found', type: 'not_found_error', code: 404 } },
);

/** The text of a token of `byteTokens`. */
export function byteTokenText(id: number): string {
  if (id < 97 && id % 3 === 0) return `~${id}`;
  return id % 5 === 0 ? ` ${id}` : id % 7 === 0 ? `${id}~|` : `${id}`;
}

/** llama.cpp's server with a made-up vocabulary of this many tokens, some of them missing; texts have tokens one by one. */
export function byteTokens(size: number, missing: readonly number[]): Answer {
  const idOf = (character: string) => size + (character.codePointAt(0) ?? 0);
  return answerByPath({
    '/tokenize': ({ content, with_pieces }) => ({
      tokens: [...String(content)].map((piece) => (with_pieces ? { id: idOf(piece), piece } : idOf(piece))),
    }),
    '/detokenize': ({ tokens }) => {
      const ids = tokens as number[];
      if (ids.some((id) => missing.includes(id)))
        return [500, { error: { code: 500, message: 'out of range' } }];
      const textOf = (id: number) => (id >= size ? String.fromCodePoint(id - size) : byteTokenText(id));
      return { content: ids.map(textOf).join('') };
    },
    '/props': () => ({}),
  });
}

/** How GPT-2's vocabulary, and every byte-level one since, spells the same tokens. */
const SPELLED: Readonly<Record<number, string>> = {
  344: 'Ġupon',
  259: 'Ġa',
  356: 'Ġtime',
  258: 'Ġthe',
  32: 'Ġ',
  195: 'Ã',
  169: '©',
  240: 'ð',
  159: 'Ł',
  140: 'Į',
  141: 'į',
};

/** vLLM, in the shapes of vllm/entrypoints/openai/protocol.py and serving_tokenization.py; the model has a BOS token. */
export const vllm = answerByPath({
  '/tokenize': ({ model, prompt, add_special_tokens = true, return_token_strs }) => {
    if (model !== undefined && model !== 'test-model') {
      const message = `The model \`${String(model)}\` does not exist.`;
      return [404, { object: 'error', message, type: 'NotFoundError', param: null, code: 404 }];
    }
    if (typeof prompt !== 'string') return [400, { object: 'error', message: 'Field required', code: 400 }];
    const tokens = [...(add_special_tokens ? [1] : []), ...idsOf(prompt)];
    const spell = (id: number) => (id === 1 ? '<s>' : (SPELLED[id] ?? String(PIECES.get(id))));
    return {
      count: tokens.length,
      max_model_len: 4096,
      tokens,
      token_strs: return_token_strs ? tokens.map(spell) : null,
    };
  },
  '/detokenize': ({ tokens }) => ({ prompt: textOf(tokens) ?? '' }),
});

/** SGLang, in the shapes of sglang/srt/entrypoints/openai/serving_tokenize.py: no texts, and Python's placeholder length. */
export const sglang = answerByPath({
  '/tokenize': ({ prompt }) => ({ tokens: idsOf(prompt), count: idsOf(prompt).length, max_model_len: 1e30 }),
  '/detokenize': ({ tokens }) => ({ text: textOf(tokens) ?? '' }),
});

export const koboldcpp = answerByPath({
  '/api/extra/tokencount': ({ prompt }) => ({ value: idsOf(prompt).length, ids: idsOf(prompt) }),
  '/api/extra/detokenize': ({ ids }) => ({ result: textOf(ids) ?? '', success: true }),
  '/api/extra/true_max_context_length': () => ({ value: 8192 }),
});

export const tabby = answerByPath({
  '/v1/token/encode': ({ text, add_bos_token }) => {
    const tokens = [...(add_bos_token ? [1] : []), ...idsOf(text)];
    return { tokens, length: tokens.length };
  },
  '/v1/token/decode': ({ tokens }) => ({ text: textOf(tokens) ?? '' }),
});

/** text-generation-webui: puts its special tokens before every text. */
export const textgen = answerByPath({
  '/v1/internal/encode': ({ text }) => ({ tokens: [1, ...idsOf(text)], length: idsOf(text).length + 1 }),
  '/v1/internal/decode': ({ tokens }) => ({ text: textOf(tokens) ?? '' }),
});

export const llamaCppPython = answerByPath({
  '/extras/tokenize': ({ input }) => ({ tokens: [1, ...idsOf(input)] }),
  '/extras/detokenize': ({ tokens }) => ({ text: textOf(tokens) ?? '' }),
});
