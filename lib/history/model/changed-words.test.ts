import { expect, it } from 'vitest';
import { branchPoint, changedWords } from './changed-words';

it.each([
  ['The fox opened the door and', 'The owl opened the door and', 'fox → owl'],
  ['The fox opened', 'The fox opened the door', '+ the door'],
  ['The fox opened the door', 'The fox', '− opened the door'],
  ['a a a', 'a a', '− a'],
  ['', 'New', '+ New'],
  ['same', 'same', null],
  ['The old grey fox that lived behind', 'The owl', 'old grey fox that lived… → owl'],
])('an edit of %j to %j is named by its words', (before, after, words) => {
  expect(changedWords(before, after)).toBe(words);
});

it('an edit behind what a preview shows has no words', () => {
  const long = 'word '.repeat(40);
  expect(changedWords(long, long)).toBeNull();
  expect(changedWords(long, `${long.slice(0, 150)}other${long.slice(155)}`)).toMatch(/^word/);
});

it('a branch is named by where it leaves', () => {
  expect(branchPoint('The gardener')).toBe('At “The gardener”');
  expect(branchPoint('It was the keeper who saw the gardener')).toBe('At “…who saw the gardener”');
  expect(branchPoint('a'.repeat(199))).toBe(`At “…${'a'.repeat(24)}”`);
  expect(branchPoint('a'.repeat(200))).toBeNull();
  expect(branchPoint('')).toBeNull();
  // The end of a long prompt is known by itself.
  expect(branchPoint('a'.repeat(200), 'opened the door of a house, he')).toBe(
    'At “…the door of a house, he”',
  );
  expect(branchPoint('The gardener', 'The gardener')).toBe('At “The gardener”');
  expect(branchPoint('a'.repeat(200), ' ')).toBeNull();
});

it('writes out what is hidden: a file can bring it', () => {
  expect(branchPoint('a'.repeat(200), 'at the end\u202E of it')).toBe('At “…the end[U+202E] of it”');
  expect(branchPoint('The\u202E gardener')).toBe('At “The[U+202E] gardener”');
  expect(changedWords('The fox', 'The \u202Eowl')).toBe('fox → [U+202E]owl');
});
