import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { FillInKind } from '@/lib/documents/model/fill-in';

let kind: FillInKind;

// Test files share their modules: these are for this one only.
beforeEach(() => {
  vi.resetModules();
  vi.doMock('@/lib/playground/client/draft-store', () => ({
    getDraft: () => ({ connectionId: 'c', model: 'm' }),
  }));
  vi.doMock('./fill-in-choice', () => ({ chosenFillIn: () => ({ kind, template: null }) }));
});
afterEach(() => {
  vi.doUnmock('@/lib/playground/client/draft-store');
  vi.doUnmock('./fill-in-choice');
  vi.resetModules();
});

const TEXT = 'Once. The end.';

it.each([
  ['suffix', 4],
  ['template', 4],
  ['waits', 4],
  ['replace', TEXT.length],
] as const)('with %s a run at the cursor replaces up to %i', async (chosen, to) => {
  kind = chosen;
  const { runRange } = await import('./run-range');
  expect(runRange(TEXT, { from: 4, to: 4 })).toEqual({ from: 4, to });
});

it('leaves white space alone, and replaces what follows a selection', async () => {
  kind = 'replace';
  const { runRange } = await import('./run-range');
  expect(runRange('Once.\n\n', { from: 5, to: 5 })).toEqual({ from: 5, to: 5 });
  expect(runRange(TEXT, { from: 0, to: 4 })).toEqual({ from: 0, to: TEXT.length });
});
