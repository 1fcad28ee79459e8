import { expect, it } from 'vitest';
import type { DocumentView } from '@/lib/documents/client/session-text';
import { passageAtCursor, whyNoToken } from './cursor-token';

const source = (runId: string) => ({ runId, choice: 0, at: 0 });
const session = (generating: string | null = null) => ({
  view: () =>
    ({
      generating,
      text: {
        text: 'mine one two',
        spans: [
          { length: 5, source: null },
          { length: 4, source: source('first') },
          { length: 3, source: source('second') },
        ],
      },
    }) as unknown as DocumentView,
});
const records = (known: { isLoading?: boolean; hasFailed?: boolean; logprobs?: number }) => ({
  isLoading: () => known.isLoading ?? false,
  hasFailed: () => known.hasFailed ?? false,
  requestOf: () => (known.hasFailed ? null : ({ logprobs: known.logprobs } as never)),
});

it('takes what the model wrote at the cursor, or right before it', () => {
  expect(passageAtCursor(session(), 2)).toBeNull();
  expect(passageAtCursor(session(), 5)).toEqual({ source: source('first'), from: 5, to: 9 });
  expect(passageAtCursor(session(), 9)).toEqual({ source: source('second'), from: 9, to: 12 });
  // At the end nothing follows.
  expect(passageAtCursor(session(), 12)).toEqual({ source: source('second'), from: 9, to: 12 });
});

it('says why a token has no menu; a run that could not be loaded may have probabilities', () => {
  expect(whyNoToken(session('step'), records({}), 6)).toBe('running');
  expect(whyNoToken(session(), records({}), 2)).toBe('own text');
  expect(whyNoToken(session(), records({ isLoading: true }), 6)).toBe('loading');
  expect(whyNoToken(session(), records({ hasFailed: true }), 6)).toBe('not loaded');
  expect(whyNoToken(session(), records({}), 6)).toBe('no probabilities');
  expect(whyNoToken(session(), records({ logprobs: 5 }), 6)).toBe('not returned');
});
