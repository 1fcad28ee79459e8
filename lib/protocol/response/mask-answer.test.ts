import { describe, expect, it } from 'vitest';
import { maskSecrets } from '../errors/mask-secrets';
import { chunk, DONE, EVENT_STREAM, stream, utf8 } from '../fixtures/fixture';
import { seededRandom } from '../fixtures/seeded-random';
import type { ResponseEvent, Token } from '../run/run-events';
import { applyRunEvent, emptyRunState, type RunState } from '../run/run-state';
import { createAnswerMask } from './mask-answer';
import { createResponseReader } from './read-response';

const KEYS = [
  'sk-canary-5b1f0c9e7d3a2468',
  'canary/0123"456789+xyz=',
  'a1b2c3',
  'Bearer tok_ABCdef0123456789',
];

const base64 = (text: string) => Buffer.from(text).toString('base64');
const hex = (text: string) => Buffer.from(text).toString('hex');

/** As a server may write a key: name and spelling. */
function spellings(key: string): [string, string][] {
  const unicode = Array.from(key, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join(
    '',
  );
  return [
    ['as it is', key],
    ['in capitals', key.toUpperCase()],
    ['in small letters', key.toLowerCase()],
    ['backwards', [...key].reverse().join('')],
    ['in JSON', JSON.stringify(key)],
    ['in JSON with escaped slashes', JSON.stringify(key).replaceAll('/', '\\/')],
    ['in JSON in JSON', JSON.stringify(JSON.stringify(key))],
    ['in JSON by numbers', unicode],
    ['in JSON by numbers in capitals', unicode.replace(/[a-f]/g, (letter) => letter.toUpperCase())],
    ['in an address', encodeURIComponent(key)],
    ['in an address in an address', encodeURIComponent(encodeURIComponent(key))],
    ['in an address, small', encodeURIComponent(key).replace(/%../g, (byte) => byte.toLowerCase())],
    ['in an address by numbers', hex(key).replace(/../g, (byte) => `%${byte.toUpperCase()}`)],
    ['in a page', key.replaceAll('"', '&quot;')],
    ['in hexadecimal', hex(key)],
    ['in hexadecimal, capitals', hex(key).toUpperCase()],
    ['in hexadecimal with spaces', hex(key).replace(/..(?=.)/g, '$& ')],
    ['in hexadecimal with colons', hex(key).replace(/..(?=.)/g, '$&:')],
    ...separated(key),
    ...['', 'u', 'us', 'user:', 'Basic '].flatMap((before): [string, string][] =>
      ['', 'z', ' and more'].flatMap((after): [string, string][] => {
        const text = base64(before + key + after);
        const name = `in base64 after ${before.length} and before ${after.length}`;
        return [
          [name, text],
          [`${name}, for addresses`, text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')],
        ];
      }),
    ),
  ];
}

/** The same with something between, by numbers, or wide. */
function separated(key: string): [string, string][] {
  const bytes = [...Buffer.from(key)];
  const byNumber = (write: (byte: number) => string, between: string) => bytes.map(write).join(between);
  const in16 = (byte: number) => byte.toString(16).padStart(2, '0');
  const wide = Buffer.from(key, 'utf16le').toString('base64');
  const between = [' ', '\n', '\r\n  ', '-', ', ', ':', '\u200b', '\ufeff', '\u00ad', '", "', '·'];
  return [
    // Of so few letters nothing is known once they stand apart.
    ...(key.length > 8 ? between : []).map((mark): [string, string] => [
      `apart by ${JSON.stringify(mark)}`,
      [...key].join(mark),
    ]),
    ['full-width', key.replace(/[!-~]/g, (unit) => String.fromCharCode(unit.charCodeAt(0) + 0xfee0))],
    ...['-', ', ', '\n', '_'].map((mark): [string, string] => [
      `in hexadecimal by ${mark}`,
      byNumber(in16, mark),
    ]),
    ['in hexadecimal of code', byNumber((byte) => `0x${in16(byte)}`, ',')],
    ['in hexadecimal of code, apart', byNumber((byte) => `0x${in16(byte)}`, ', ')],
    ['in hexadecimal of strings', byNumber((byte) => `\\x${in16(byte)}`, '')],
    ['in code points', byNumber((byte) => `U+00${in16(byte)}`, ' ')],
    ['in decimal', byNumber(String, ', ')],
    ['in decimal, a line each', byNumber(String, ',\n  ')],
    ['in octal', byNumber((byte) => `\\${byte.toString(8).padStart(3, '0')}`, '')],
    ['in a page by numbers', byNumber((byte) => `&#${byte};`, '')],
    ['in a page by hexadecimal numbers', byNumber((byte) => `&#x${in16(byte)};`, '')],
    ['in a mail', byNumber((byte) => `=${in16(byte).toUpperCase()}`, '').replace(/.{30}/g, '$&=\r\n')],
    ['in base64, wrapped', base64(key).replace(/.{10}/g, '$&\r\n')],
    ['in base64 of wide units', wide],
    ['in base64 of wide units, in a text', Buffer.from(`to ${key}!`, 'utf16le').toString('base64')],
  ];
}

/** Whether a text reveals more than three characters of a key in a row that are not in the text around it. */
function holds(text: string, key: string): boolean {
  const readings = [text, [...text].reverse().join('')];
  const numbered = /(?:%|\\u00|\\x)([0-9a-f]{2})/gi;
  const decoded = (_found: string, byte: string) => String.fromCharCode(Number.parseInt(byte, 16));
  readings.push(text.replace(/%25/g, '%').replace(numbered, decoded).replaceAll('\\', ''));
  for (const found of text.match(/[A-Za-z0-9+/_-]{6,}/g) ?? []) {
    for (let from = 0; from < 4; from += 1)
      readings.push(Buffer.from(found.slice(from), 'base64').toString('latin1'));
  }
  for (const found of text.replace(/[ :]/g, '').match(/[0-9a-f]{8,}/gi) ?? []) {
    for (const from of [0, 1]) readings.push(Buffer.from(found.slice(from), 'hex').toString('latin1'));
  }
  const narrow = text.normalize('NFKC');
  readings.push(narrow.replace(/[^A-Za-z0-9]/g, ''), decodedWide(text));
  for (const [numbers, radix] of [
    [/(?:0x|\\x|&#x|U\+00|=|\b)([0-9a-f]{2})\b/gi, 16],
    [/=([0-9A-F]{2})/g, 16],
    [/\\x([0-9a-f]{2})/gi, 16],
    [/\b(\d{2,3})\b/g, 10],
    [/\\(\d{3})/g, 8],
  ] as const) {
    const found = Array.from(text.replaceAll('_', ' ').matchAll(numbers), ([, number]) => number as string);
    readings.push(String.fromCharCode(...found.map((number) => Number.parseInt(number, radix))));
  }
  const bare = key.replace(/^Bearer /, '').toLowerCase();
  const chunks = Array.from({ length: bare.length - 4 }, (_, at) => bare.slice(at, at + 5));
  if (/[^A-Za-z0-9]/.test(bare)) {
    const letters = bare.replace(/[^a-z0-9]/g, '');
    for (let at = 0; at + 5 <= letters.length; at += 1) chunks.push(letters.slice(at, at + 5));
  }
  return readings.some((reading) => chunks.some((chunk) => reading.toLowerCase().includes(chunk)));
}

/** Base64, in lines, of units of two bytes. */
function decodedWide(text: string): string {
  const found = text.replace(/[\r\n]/g, '').match(/[A-Za-z0-9+/_-]{6,}/g) ?? [];
  return found.map((chunk) => Buffer.from(chunk, 'base64').toString('latin1').replaceAll('\0', '')).join(' ');
}

/** What was emitted is the masked text, but for three letters of the key at most: they came before what followed was known. */
function expectMasked(emitted: string, whole: string, where: unknown): void {
  if (emitted === whole) return;
  const more = emitted.length - whole.length;
  const offsets = Array.from(whole.matchAll(/•••/g), ({ index }) => index);
  const at = offsets.find((offset) => emitted.slice(0, offset) + emitted.slice(offset + more) === whole);
  const letters = emitted.slice(at, (at ?? 0) + more).replace(/[^A-Za-z0-9Ａ-ｚ０-９]/g, '');
  if (at === undefined || letters.length > 3 || more > 20)
    expect({ where, emitted }).toEqual({ where, emitted: whole });
}

function reduced(events: readonly ResponseEvent[]): RunState {
  const state = emptyRunState(1);
  for (const event of events) applyRunEvent(state, event);
  return state;
}

function masked(secrets: readonly string[], deltas: readonly { text: string; tokens?: Token[] }[]) {
  const mask = createAnswerMask(secrets);
  if (mask === null) throw new Error('nothing to mask');
  const events = deltas.flatMap((delta) => mask.apply([{ type: 'text-delta', index: 0, ...delta }]));
  return reduced([...events, ...mask.end()]).choices[0] as RunState['choices'][number];
}

const tokenOf = (text: string, top: string[] = []): Token => ({
  text,
  logprob: -0.5,
  top: [text, ...top].map((other) => ({ text: other, logprob: -0.5 })),
});

describe('a key that a server repeats in an answer', () => {
  it.each(KEYS)('is masked in every spelling, wherever it is cut: %s', (key) => {
    const [before, after] = ['Of course: ', ', it is.'];
    for (const [name, spelled] of spellings(key)) {
      const text = before + spelled + after;
      const whole = masked([key], [{ text }]).text;
      expect(holds(text, key), name).toBe(true);
      expect(holds(whole, key), `${name}: ${whole}`).toBe(false);
      expect(whole, name).toMatch(/^Of course: [\s\S]*•••[\s\S]*, it is\.$/);
      const byUnit = masked(
        [key],
        Array.from(text, (unit) => ({ text: unit })),
      ).text;
      expectMasked(byUnit, whole, name);
      expect(holds(byUnit, key), name).toBe(false);
      for (let at = 0; at <= text.length; at += key === KEYS[0] && text.length < 60 ? 1 : 11) {
        const cut = masked([key], [{ text: text.slice(0, at) }, { text: text.slice(at) }]).text;
        expectMasked(cut, whole, { name, at });
      }
      const tokens = (text.match(/[\s\S]{1,3}/g) ?? []).map((chunk) => ({
        text: chunk,
        tokens: [tokenOf(chunk)],
      }));
      const { text: emitted, tokens: retained } = masked([key], tokens);
      expectMasked(emitted, whole, name);
      expect(holds(emitted, key), name).toBe(false);
      expect(retained?.map((token) => token.text).join(''), name).toBe(emitted);
      expect(holds(JSON.stringify(retained), key), name).toBe(false);
      // An error says no more.
      expect(holds(maskSecrets(text, [key]), key), name).toBe(false);
    }
  });

  it('leaves a token that it reaches into without probability and alternatives', () => {
    const key = KEYS[0] as string;
    const tokens = ['My key', ' is', ' sk-can', 'ary-5b1f0c9e', '7d3a2468', '. See', '?'].map((text) =>
      tokenOf(text),
    );
    const { text, tokens: retained } = masked(
      [key],
      tokens.map((token) => ({ text: token.text, tokens: [token] })),
    );
    expect(text).toBe('My key is •••. See?');
    expect(retained?.map((token) => [token.text, token.logprob, token.top.length])).toEqual([
      ['My key', -0.5, 1],
      [' is', -0.5, 1],
      [' •••', null, 0],
      ['. See', -0.5, 1],
      ['?', -0.5, 1],
    ]);
  });

  it('is in no alternative, neither whole nor as the end of what the text began', () => {
    const key = KEYS[0] as string;
    const deltas = [
      tokenOf('It is', [` ${key}`, ' sk-canary-5b1f']),
      tokenOf(' sk-canary-5b1f0c9e7d3a24', ['x']),
    ];
    deltas.push(tokenOf('00', ['68', 'no']), tokenOf('!', [base64(key), hex(key).toUpperCase()]));
    const { tokens } = masked(
      [key],
      deltas.map((token) => ({ text: token.text, tokens: [token] })),
    );
    const tops = tokens?.map(({ top }) => top.slice(1).map((other) => other.text));
    expect(tops).toEqual([['•••', '•••'], ['x'], ['•••', 'no'], ['•••', '•••']]);
  });

  it('is found in tokens that are spelled otherwise than the text', () => {
    const key = KEYS[0] as string;
    const text = `It is ${key} now`;
    const tokens = ['It', 'Ġis', 'Ġsk-canary', '-5b1f0c9e7d3a2468', 'Ġnow'].map((chunk) => tokenOf(chunk));
    const choice = masked([key], [{ text, tokens }]);
    expect(choice.text).toBe('It is ••• now');
    expect(choice.tokens?.map((token) => token.text)).toEqual(['It', 'Ġis', 'Ġ•••', 'Ġnow']);
  });

  it('is masked as far as it came where the text ends in its middle', () => {
    const key = KEYS[0] as string;
    expect(masked([key], [{ text: `It is ${key.slice(0, 14)}` }]).text).toBe('It is •••');
    // What the keys of many have in common is no secret.
    expect(masked([key], [{ text: 'It begins with sk-' }]).text).toBe('It begins with sk-');
  });

  it('is masked without the beginning that it has in common with others', () => {
    const body = '5b1f0c9e7d3a2468f00d';
    for (const prefix of ['sk-', 'sk-or-v1-', 'sk-proj-', 'Bearer sk-ant-', 'gsk_']) {
      for (const spelled of [body, base64(body), hex(body), [...body].join(' ')]) {
        const text = `Your key ends in ${spelled}.`;
        expect(masked([prefix + body], [{ text }]).text, text).toMatch(/^Your key ends in •••.?=*\.$/);
        expect(maskSecrets(text, [prefix + body]), text).not.toContain(spelled);
      }
    }
  });

  it('is one mark where it stands in itself', () => {
    const key = 'abcabcabc';
    expect(masked([key], [{ text: `x${'abc'.repeat(1000)}y` }]).text).toBe('x•••y');
    const chunks = Array.from('abc'.repeat(1000), (text) => ({ text }));
    expect(masked([key], chunks).text).toBe('abc•••');
  });
});

describe('what is no key', () => {
  it('is not touched, in thousands of texts that nearly hold one', () => {
    const random = seededRandom(7);
    const key = 'aab-aaba-abaab';
    for (let round = 0; round < 3000; round += 1) {
      const text = Array.from({ length: 40 }, () => 'ab-'.charAt(Math.floor(random() * 3))).join('');
      // What stands between the letters does not count.
      const letters = text.replaceAll('-', '');
      const isIn = ['aabaabaabaab', 'baabaabaabaa'].some((requested) => letters.includes(requested));
      const cuts = Math.floor(random() * 39);
      const { text: emitted } = masked(
        [key],
        [{ text: text.slice(0, cuts) }, { text: `${text.slice(cuts)}!` }],
      );
      if (isIn) expect(emitted).toContain('•••');
      else expect(emitted).toBe(`${text}!`);
    }
  });

  it('comes at once but for what may begin a key, which comes with the next text', () => {
    const key = KEYS[0] as string;
    const mask = createAnswerMask([key]);
    const text = 'Once upon a time 7 ships sailed past an island, and the gulls cried \\ at the men on them';
    let sent = '';
    let emitted = '';
    const behind: number[] = [];
    const emit = (events: readonly ResponseEvent[]) => {
      for (const event of events) if (event.type === 'text-delta') emitted += event.text;
    };
    for (const word of text.split(/(?= )/)) {
      sent += word;
      emit(mask?.apply([{ type: 'text-delta', index: 0, text: word }]) ?? []);
      expect(sent.startsWith(emitted)).toBe(true);
      behind.push(sent.length - emitted.length);
    }
    expect(Math.max(...behind)).toBeLessThan(3);
    expect(behind.filter((length) => length === 0).length).toBeGreaterThan(behind.length / 2);
    emit(mask?.end() ?? []);
    expect(emitted).toBe(text);
  });

  it('comes at once even where it ends like the beginning of a key', () => {
    const mask = createAnswerMask(['sk-test']);
    for (const text of ['text', ' tes', 'ask', ' sk-']) {
      expect(mask?.apply([{ type: 'text-delta', index: 0, text }])).toEqual([
        { type: 'text-delta', index: 0, text },
      ]);
    }
    expect(mask?.apply([{ type: 'text-delta', index: 0, text: 'test is' }])).toEqual([
      { type: 'text-delta', index: 0, text: '••• is' },
    ]);
  });

  it('is prose, code, or numbers', () => {
    const texts = [
      'She sold sea shells by the sea-shore; 16 of them, at 3.50 each, on 2026-11-29 at 08:15:22.',
      "const bytes = [0x7f, 0x45, 0x4c, 0x46]; // 115, 107, 45\nfor (let i = 0; i < 10; i++) sum += rows[i]['sk'];",
      Array.from({ length: 500 }, (_, at) => `${at * 37},`).join(' '),
      'c2st c2stY2Fu &#115;&#107; %73%6b sk-or-v1- sk-proj- Bearer canary 5b1f0c then',
      '一二三 ｓｋ Ａ１ \u200b\u200b 𝐀 é',
    ];
    for (const key of [...KEYS, 'sk-or-v1-5b1f0c9e7d3a24685b1f0c9e7d3a2468']) {
      for (const text of texts) {
        expect(masked([key], [{ text }]).text).toBe(text);
        expect(
          masked(
            [key],
            Array.from(text, (unit) => ({ text: unit })),
          ).text,
        ).toBe(text);
        expect(maskSecrets(text, [key]).length).toBeGreaterThan(0);
      }
    }
  });

  it('is a placeholder that people type where any key will do', () => {
    for (const key of [
      'ollama',
      'lm-studio',
      'not-needed',
      'sk-no-key-required',
      'none',
      'my-api-key',
      'token',
      'xxxxxxxx',
    ]) {
      expect(createAnswerMask([key]), key).toBeNull();
    }
    for (const key of KEYS) expect(createAnswerMask([key]), key).not.toBeNull();
    expect(createAnswerMask([])).toBeNull();
  });
});

describe('an answer', () => {
  const key = KEYS[0] as string;
  const read = (body: string, contentType = EVENT_STREAM) => {
    const reader = createResponseReader({
      contentType,
      response: { status: 200, id: null, model: null, systemFingerprint: null, requestId: `req-${key}` },
      expectLogprobs: true,
      secrets: [key],
    });
    const events = Array.from(utf8(body), (byte) => reader.push(Uint8Array.of(byte))).flat();
    const last = reader.end();
    return { events: [...events, ...last.events], end: last.end };
  };

  it('holds the key in none of its fields, streamed or whole', () => {
    const fields = {
      id: `cmpl-${key}`,
      model: `m-${key}`,
      system_fingerprint: base64(key),
      choices: [
        {
          index: 0,
          text: ` ${key}`,
          finish_reason: `stop ${key}`,
          logprobs: {
            tokens: [' ', key],
            token_logprobs: [-1, -1],
            top_logprobs: [{ [key]: -1 }, { [hex(key)]: -2 }],
          },
        },
      ],
    };
    for (const { events, end } of [
      read(stream(fields, DONE)),
      read(JSON.stringify(fields), 'application/json'),
    ]) {
      expect(end.status).toBe('complete');
      expect(holds(JSON.stringify(events), key)).toBe(false);
      expect(reduced(events)).toMatchObject({
        response: { id: 'cmpl-•••', model: 'm-•••', requestId: 'req-•••' },
        choices: [{ text: ' •••', finishReason: 'stop •••' }],
      });
    }
  });

  it('with an error in its middle holds it neither', () => {
    for (const spelled of [key, base64(key), hex(key).toUpperCase(), encodeURIComponent(key)]) {
      const { events, end } = read(
        stream(chunk(`a ${spelled}`), { error: { message: `no: ${spelled}`, code: spelled } }),
      );
      expect(end.status).toBe('failed');
      expect(holds(JSON.stringify([events, end]), key), spelled).toBe(false);
    }
  });

  it('reveals a key of nothing but digits by no count', () => {
    const mask = createAnswerMask(['1234567890123']);
    const usage = { promptTokens: 3, completionTokens: 1_234_567_890_123, totalTokens: null };
    expect(mask?.apply([{ type: 'usage', usage }])).toEqual([
      { type: 'usage', usage: { promptTokens: 3, completionTokens: null, totalTokens: null } },
    ]);
  });

  it('gives what waited when nothing more is read', () => {
    const reader = createResponseReader({
      contentType: EVENT_STREAM,
      response: { status: 200, id: null, model: null, systemFingerprint: null, requestId: null },
      secrets: [key],
    });
    const events = reader.push(utf8(stream(chunk('This is sk-can'))));
    expect(reduced(events).choices[0]?.text).toBe('This is ');
    expect(reduced([...events, ...reader.remaining()]).choices[0]?.text).toBe('This is sk-can');
  });

  it('is read in time that grows with its length alone', () => {
    const units = [
      'sk-canary-5b1f',
      's',
      'aab',
      '\\u007',
      '%7',
      '7',
      'c2',
      ' ',
      key,
      key.slice(0, -1),
      `${base64(key)} `,
    ];
    for (const unit of units) {
      const time = (length: number) => {
        const text = unit.repeat(Math.ceil(length / unit.length));
        const mask = createAnswerMask([key]);
        // Of this process alone: what else a busy machine does takes no part in it.
        const from = process.cpuUsage();
        for (let at = 0; at < text.length; at += 50) {
          mask?.apply([{ type: 'text-delta', index: 0, text: text.slice(at, at + 50) }]);
        }
        const { user, system } = process.cpuUsage(from);
        return (user + system) / 1000;
      };
      // Eight times the text: about eight times the time, where it could be sixty-four. A busy machine gets more tries.
      let [one, eight] = [time(50_000), time(400_000)];
      for (let round = 0; round < 20 && eight > one * 16; round += 1) {
        one = Math.min(one, time(50_000));
        eight = Math.min(eight, time(400_000));
      }
      expect(eight, `${unit}: ${one} ms, ${eight} ms`).toBeLessThan(Math.max(one, 2) * 24);
    }
  });
});
