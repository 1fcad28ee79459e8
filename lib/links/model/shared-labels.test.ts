import { describe, expect, it } from 'vitest';
import { isTitleVerbatim, sharedSections, sharedSuffix, sharedSummary, sharedTitle } from './shared-labels';
import type { SharedRun } from './shared-run';

const run = (fields: Partial<SharedRun>): SharedRun => ({
  version: 1,
  kind: 'run',
  title: null,
  sharedAt: '2026-11-01T10:00:00.000Z',
  status: 'complete',
  ...fields,
});
const outputs = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ index, text: `text ${index}`, finishReason: 'stop' }));
const shape = (shared: SharedRun) =>
  sharedSections(shared).map((section) => [
    section.prompt,
    section.promptLabel,
    ...section.outputs.map(({ index, label }) => `${index} ${label}`),
  ]);

describe('the sections of a shared run', () => {
  it('are its prompts, each with its own outputs', () => {
    expect(shape(run({ prompt: 'p', outputs: outputs(1) }))).toEqual([['p', 'Prompt', '0 Output']]);
    expect(shape(run({ prompt: 'p', outputs: outputs(2) }))).toEqual([
      ['p', 'Prompt', '0 Output 1', '1 Output 2'],
    ]);
    expect(shape(run({ prompt: ['p', 'q'], parameters: { n: 2 }, outputs: outputs(4) }))).toEqual([
      ['p', 'Prompt 1', '0 Output 1.1', '1 Output 1.2'],
      ['q', 'Prompt 2', '2 Output 2.1', '3 Output 2.2'],
    ]);
    expect(shape(run({ prompt: ['p', 'q'], parameters: {}, outputs: outputs(2) }))).toEqual([
      ['p', 'Prompt 1', '0 Output 1'],
      ['q', 'Prompt 2', '1 Output 2'],
    ]);
  });

  it('can be drawn without the parameters, and lose no surplus output', () => {
    expect(
      shape(run({ prompt: ['p', 'q'], outputs: outputs(4) })).map(([, , ...rest]) => rest.length),
    ).toEqual([2, 2]);
    const tooMany = shape(run({ prompt: ['p', 'q'], parameters: { n: 1 }, outputs: outputs(3) }));
    expect(tooMany[1]?.slice(2)).toEqual(['1 Output 2.1', '2 Output 2.2']);
  });

  it('are there where a part was not shared', () => {
    expect(shape(run({ outputs: outputs(1) }))).toEqual([[null, 'Prompt', '0 Output']]);
    expect(shape(run({ prompt: 'p' }))).toEqual([['p', 'Prompt']]);
  });
});

describe('what a shared run is called', () => {
  it('is its title, or the beginning of its prompt, or what it is', () => {
    expect(sharedTitle(run({ title: 'Mine', prompt: 'p' }))).toBe('Mine');
    expect(sharedTitle(run({ prompt: '  Once\n\nupon  ' }))).toBe('Once upon');
    expect(sharedTitle(run({ prompt: `${'word '.repeat(40)}` }))).toBe(`${'word '.repeat(14).trim()}…`);
    expect(sharedTitle(run({}))).toBe('A shared run');
    expect(sharedTitle(run({ title: 'in\u202evoice' }))).toBe('in[U+202E]voice');
  });

  it('is summed up by what was written first', () => {
    expect(sharedSummary(run({ outputs: outputs(2) }))).toBe('text 0');
    expect(sharedSummary(run({}))).toMatch(/shared run/);
    expect(
      sharedSummary(run({ outputs: [{ index: 0, text: 'x'.repeat(900), finishReason: null }] })),
    ).toHaveLength(201);
  });

  it('has a text after the gap when one was sent', () => {
    expect(sharedSuffix(run({ parameters: { suffix: 'end' } }))).toBe('end');
    expect(sharedSuffix(run({ parameters: { suffix: '' } }))).toBeNull();
    expect(sharedSuffix(run({}))).toBeNull();
  });
});

it('a title that is not written so in the prompt is known', () => {
  expect(isTitleVerbatim(run({ prompt: 'A keeper of the light' }))).toBe(true);
  expect(isTitleVerbatim(run({ title: 'Its own', prompt: 'p' }))).toBe(true);
  expect(isTitleVerbatim(run({ prompt: 'A keeper\n of the  light' }))).toBe(false);
  expect(isTitleVerbatim(run({ prompt: 'keeper '.repeat(40) }))).toBe(false);
  expect(isTitleVerbatim(run({}))).toBe(false);
});
