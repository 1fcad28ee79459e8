import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '@/lib/protocol/request/settings';
import type { PlanBase } from './plan';
import { filled, templateParts, variableIssues, variablesIn, withValues } from './variables';

const valueFor = (name: string) =>
  ({ name: 'Ada', 'last name': 'Lovelace', empty: '', größe: '{{name}}' })[name];
const base = (prompt: string): PlanBase => ({
  ...{ connectionId: 'practice', model: 'm', settings: DEFAULT_SETTINGS },
  prompt,
});

it.each([
  ['Plain', 'Plain'],
  ['{{name}}', 'Ada'],
  ['Dear {{ name }} {{last name}}!', 'Dear Ada Lovelace!'],
  ['[{{empty}}]', '[]'],
  ['{"name": "{{name}}"}', '{"name": "Ada"}'],
  // Braces around a value.
  ['{{{name}}}', '{Ada}'],
  ['{{{{name}}', '{{name}}'],
  ['{{{{{{name}}}}', '{{Ada}}'],
  ['{ {name} }', '{ {name} }'],
  // A value is not read again.
  ['{{größe}}', '{{name}}'],
  // The same letter in two spellings.
  ['{{gro\u0308ße}}', '{{name}}'],
  // Not filled in, and an issue.
  ['{{nobody}} {{name}}', '{{nobody}} Ada'],
  ['{{1 + 1}} {{', '{{1 + 1}} {{'],
])('fills in %j', (template, text) => {
  expect(filled(template, valueFor)).toBe(text);
});

it('lists variables once, in their order', () => {
  expect(variablesIn(base('{{b}} {{a}} {{{{c}} {{ b }} {{{d}}} {{'))).toEqual(['b', 'a', 'd']);
  const settings = { values: { suffix: '{{s}}', stop: ['{{t}}'] }, sent: ['stop' as const] };
  expect(variablesIn({ ...base('{{a}}'), settings })).toEqual(['a', 't']);
});

it('says what has no value, and braces that begin no name', () => {
  const messages = (prompt: string) => variableIssues(base(prompt), valueFor).map(({ message }) => message);
  expect(messages('{{name}} {{{{x}} {{empty}}')).toEqual([]);
  expect(messages('{{Name}} {{Name}}')).toEqual(['There is no value for the variable “Name”.']);
  for (const text of ['{{', '{{}}', '{{1}}', '{{a.b}}', '{{a\nb}}', `{{${'a'.repeat(41)}}}`]) {
    expect(messages(text)).toEqual([
      'A variable name needs two braces on each side. Type {{{{ for literal braces.',
    ]);
  }
});

it('fills in nothing that would be too long', () => {
  const long = () => 'x'.repeat(1_000_000);
  const prompt = ['{{a}}', '{{a}}{{a}}', '{{a}}{{a}}'];
  const planned = { ...base(''), prompt };
  expect(withValues(planned, long)).toBe(planned);
  expect(variableIssues(planned, long)).toEqual([
    { param: 'prompt', message: 'With its values filled in, this is longer than 4,000,000 characters.' },
  ]);
  expect(variableIssues(planned, () => 'x'.repeat(800_000))).toEqual([]);
  const many = '{{a}}'.repeat(100_000);
  expect(filled(many, long)).toBe(many);
});

it('stops counting once a text is too long', () => {
  let asked = 0;
  const valueFrom = () => {
    asked += 1;
    return 'x'.repeat(1_000);
  };
  const many = '{{a}}'.repeat(100_000);
  expect(filled(many, valueFrom, 5_000)).toBe(many);
  expect(asked).toBe(6);
  expect(withValues(base(many), valueFrom).prompt).toBe(many);
  expect(asked).toBe(6 + 4_001);
});

it('reads a megabyte of braces in time linear in it', () => {
  for (const text of ['{', '{{', '{{a', '{{a ', '{{{', '}}', '{{a}}']) {
    const long = text.repeat(Math.ceil(1_000_000 / text.length));
    const parts = templateParts(long);
    expect(parts.length).toBeGreaterThan(0);
  }
});
