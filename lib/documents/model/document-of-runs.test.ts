import { expect, it, vi } from 'vitest';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import * as alignment from '@/lib/protocol/text/align';
import { documentNodeSchema } from './document-node';
import { documentOfRuns, type RunToOpen } from './document-of-runs';
import { piecesBetween } from './document-text';
import { EMPTY_TREE, textAt, withNodes } from './document-tree';

function run(id: string, prompt: CompletionRequest['prompt'], text: string, fields: object = {}): RunToOpen {
  const request = { model: 'm', prompt, ...fields } as CompletionRequest;
  return { id, request, choice: 0, text, createdAt: '2026-12-01T00:00:00.000Z' };
}

/** The text with its authors, as `[text, run]` pairs. */
function readAs(...runs: RunToOpen[]) {
  let count = 0;
  const newId = () => {
    count += 1;
    return `${count}`;
  };
  const nodes = documentOfRuns(runs, newId) ?? [];
  const document = textAt(withNodes(EMPTY_TREE, nodes), nodes.at(-1)?.id ?? null);
  const pieces = piecesBetween(document, 0, document.text.length);
  return {
    nodes,
    pieces: pieces.map(({ text, source }) => [text, source?.runId ?? null, source?.at ?? null]),
  };
}

it('goes on where each run went on', () => {
  const { nodes, pieces } = readAs(run('a', 'Once', ' upon'), run('b', 'Once upon', ' a time'));
  expect(pieces).toEqual([
    ['Once', null, null],
    [' upon', 'a', 0],
    [' a time', 'b', 0],
  ]);
  expect(nodes.map(({ kind, runId }) => [kind, runId])).toEqual([
    ['written', null],
    ['generated', 'a'],
    ['generated', 'b'],
  ]);
});

it('gives the person what they changed in what a run had written, and no more', () => {
  const { pieces } = readAs(run('a', 'The', ' old cat sat there'), run('b', 'The young cat sat here', '.'));
  expect(pieces).toEqual([
    ['The', null, null],
    [' ', 'a', 0],
    ['young', null, null],
    [' cat sat ', 'a', 4],
    ['here', null, null],
    ['.', 'b', 0],
  ]);
});

it('makes a run that was made again a sibling', () => {
  const { nodes, pieces } = readAs(run('a', 'Once', ' upon'), run('b', 'Once', ' more'));
  expect(pieces).toEqual([
    ['Once', null, null],
    [' more', 'b', 0],
  ]);
  expect(nodes[2]?.parentId).toBe(nodes[0]?.id);
});

it('puts the text of a filled-in run between prompt and suffix, and leaves an echo out', () => {
  expect(readAs(run('a', 'Once', ' upon', { suffix: ' a time' })).pieces).toEqual([
    ['Once', null, null],
    [' upon', 'a', 0],
    [' a time', null, null],
  ]);
  expect(readAs(run('a', 'Once', 'Once upon', { echo: true })).pieces).toEqual([
    ['Once', null, null],
    [' upon', 'a', 4],
  ]);
});

it('takes no prompt of token ids', () => {
  expect(documentOfRuns([run('a', [[1, 2, 3]], 'text')], () => '1')).toBeNull();
});

it('has no more changes in a step than can be saved, and compares only so much word by word', () => {
  const words = Array.from({ length: 8_000 }, (_, at) => `w${at}`);
  const other = words.map((word, at) => (at % 4 === 0 ? `${word}x` : word));
  const { nodes } = readAs(run('a', words.join(' '), ''), run('b', other.join(' '), ''));
  expect(textAt(withNodes(EMPTY_TREE, nodes), nodes.at(-1)?.id ?? null).text).toBe(other.join(' '));
  for (const node of nodes)
    expect(documentNodeSchema.shape.changes.safeParse(node.changes).success).toBe(true);

  const long = 'a b '.repeat(250_000);
  const spy = vi.spyOn(alignment, 'align');
  readAs(
    run('a', `${long}1`, ''),
    run('b', `${long}2`, ''),
    run('c', `x${long}y`, ''),
    run('d', `y${long}z`, ''),
  );
  for (const [before, after] of spy.mock.calls) expect(before.length + after.length).toBeLessThan(100_000);
});
