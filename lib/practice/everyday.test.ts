import { describe, expect, it } from 'vitest';
import { complete } from './test-support';

/** Beginnings as people type them first. */
const BEGINNINGS = [
  'Once upon a time',
  'The recipe calls for',
  'Hello',
  'Hello, my name is',
  'Hi!',
  'Dear Sir or Madam,',
  'Dear diary,',
  'What is the capital of France?',
  'The capital of France is',
  'Write a poem about the sea.',
  'Write a story about a dog.',
  'Tell me a joke.',
  'How are you?',
  'How do I bake bread?',
  'Why is the sky blue?',
  'The weather today is',
  'I think that',
  'I like to',
  'My favorite food is',
  'In my opinion,',
  'It was a dark and stormy night.',
  'The quick brown fox',
  'To be or not to be,',
  'The best way to',
  'The meaning of life is',
  'In the beginning',
  'Yesterday I went to',
  'She opened the door and',
  'He said',
  '"Good morning," she said.',
  'There are three reasons:',
  'First,',
  'The cat sat on the',
  'A list of animals:\n-',
  'Shopping list:\n- milk\n-',
  'Thank you for your email.',
  'Best regards,',
  'Subject: Meeting on Monday',
  'Breaking news:',
  'Scientists have discovered',
  'The moon is',
  'Roses are red,',
  'Ingredients:',
  'Step 1:',
  'Q: What is a token?\nA:',
  'Translate to French: Hello',
  'Summarize the following text.',
  'def hello():',
  'function add(a, b) {',
  'for i in range(10):',
  'import os',
  'SELECT * FROM',
  '1, 2, 3,',
  '2 + 2 =',
  'Introducing the new',
  'Meet the',
  'This product is',
  'The old man',
  'Today I learned',
  'Test',
] as const;

const words = (text: string) => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;

describe('everyday beginnings', () => {
  it('get an answer of some words with the default settings, whatever is drawn', async () => {
    expect(BEGINNINGS.length).toBe(60);
    const short: string[] = [];
    for (const prompt of BEGINNINGS) {
      for (let seed = 1; seed <= 5; seed += 1) {
        const text = (await complete({ prompt, seed })).choices[0]?.text ?? '';
        if (words(text) < 3) short.push(`${prompt} → ${JSON.stringify(text)}`);
      }
    }
    expect(short).toEqual([]);
  });
});
