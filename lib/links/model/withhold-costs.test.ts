import { describe, expect, it } from 'vitest';
import { withoutCosts } from './withhold-costs';

const COST = '0.0123';
const BODY = `{"cost":${COST}}`;

function cleaned(value: unknown): unknown {
  return JSON.parse(withoutCosts(JSON.stringify(value)) ?? '');
}

describe('a raw response without costs', () => {
  it.each([
    'totalcost',
    'USDCost',
    'costusd',
    'microcents',
    'cents',
    'cny',
    'gbp',
    'euros',
    'amount_eur',
    'ｃost',
    'c\u200bost',
    'prícing',
    'total_cost',
    'responseCost',
    'billed_units',
    'serviceFee',
    'platformfees',
    'creditsSpent',
    'remaining_balance',
    '€',
    '$',
  ])('has no field %s', (name) => {
    expect(cleaned({ id: 'a', [name]: 0.0123, usage: { [name]: COST, total_tokens: 7 } })).toEqual({
      id: 'a',
      usage: { total_tokens: 7 },
    });
  });

  it.each([
    ['an amount', { payment: { amount: 0.0123 } }, {}],
    ['a name and a value', [{ name: 'total_cost', value: 0.0123 }], [{ name: 'total_cost' }]],
    ['a list of pairs', [['cost', 0.0123]], [['cost']]],
    [
      'a value with its currency',
      { amount: 0.0123, currency: 'USD', of: 'it' },
      { currency: 'USD', of: 'it' },
    ],
    ['two fields of any name', { what: 'Total price', is: [COST] }, { what: 'Total price' }],
  ])('has no value of a pair: %s', (_, value, left) => {
    expect(cleaned({ kept: 3, value })).toEqual({ kept: 3, value: left });
  });

  it.each([
    ['after spaces', `${' '.repeat(9)}${BODY}`, '{}'],
    ['after a byte order mark', `\ufeff${BODY}`, ''],
    ['an event of a stream', `data: ${BODY}`, ''],
    ['lines of JSON', `${BODY}\n{"tokens":3}`, ''],
    ['in a fence', `\`\`\`json\n${BODY}\n\`\`\``, ''],
    ['cut off', `{"usage":${BODY.slice(0, -1)}`, ''],
    ['escaped and cut off', `{"co\\u0073t":${COST}`, ''],
    ['a header', `x-response-cost: ${COST}`, ''],
    ['a sentence', `This call cost $${COST}`, ''],
    ['a sign', `That was $${COST}`, ''],
    ['two fields of one name', `{"a":${BODY},"a":2}`, '{"a":2}'],
  ])('has none in a text: %s', (_, text, left) => {
    expect(cleaned({ kept: 3, log: text, list: [text] })).toEqual({ kept: 3, log: left, list: [left] });
  });

  it('keeps everything else as it came', () => {
    const raw = JSON.stringify({
      id: 'gen-1',
      object: 'text_completion',
      created: 1783000000,
      model: 'neuron/recent-7b',
      usage: {
        prompt_tokens: 3,
        completion_tokens: 4,
        total_tokens: 7,
        prompt_tokens_details: { cached_tokens: 1 },
      },
      percent: 12.5,
      percents: [1, 2],
      accent: 3,
      coffee: 4,
      recent: 5,
      neuron: 6,
      neural_steps: 7,
      european_region: 8,
      center: [9],
      innocent: 10,
      billion_parameters: 11,
      suspended_ms: 12,
      load_balancer: 'lb-13',
      payload: { feedback: 14, feed: 15, $ref: '#/16' },
      pairs: [{ name: 'latency', value: 17 }, ['queue', 18]],
      text: 'It took 19 percent longer.',
      words: 'What it cost is not told.',
      inner: '{"a": 20,  "b": [1]}',
    });
    expect(JSON.parse(withoutCosts(raw) ?? '')).toEqual(JSON.parse(raw));
  });

  it('is none where it cannot be read', () => {
    expect(withoutCosts(`${BODY}${BODY}`)).toBeNull();
  });
});
