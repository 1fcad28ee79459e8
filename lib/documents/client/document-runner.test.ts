import { beforeEach, expect, it, vi } from 'vitest';
import type { Continuation } from './continuation';
import { createDocumentRunner } from './document-runner';
import { createDocumentSession } from './document-session';
import type { OpenDocument } from './open-document';
import { createRunRecords } from './run-records';

/** What each run was asked to continue. */
const asked: Continuation[] = [];
let refuses = false;

vi.mock('./prepare-continuation', () => ({
  prepareContinuation: (_draft: unknown, place: Continuation) => {
    asked.push(place);
    return { ok: true, run: { request: {} } };
  },
}));
vi.mock('@/lib/playground/client/draft-store', () => ({
  getDraft: () => ({ connectionId: 'c', model: 'm' }),
}));
vi.mock('@/lib/playground/client/run-controller', () => ({
  isRunning: () => false,
  stopRun: () => undefined,
  openRun: () => undefined,
  getCurrentStore: () => null,
  start: () => {
    const error = refuses ? { status: 400 } : null;
    const view = { runId: `run${asked.length}`, status: 'done', error };
    const text = refuses ? '' : ' text';
    const store = {
      state: { choices: [{ text }] },
      view: () => ({ ...view, startRequest: { request: { suffix: '.' } } }),
      attachText: () => () => undefined,
      subscribe: () => () => undefined,
      flush: () => undefined,
    };
    return { store, done: Promise.resolve() };
  },
}));
vi.mock('./fill-in-choice', () => ({ chooseFillIn: () => undefined }));
vi.mock('@/lib/runs/client/run-view', () => ({ isLive: () => false }));

beforeEach(() => {
  asked.length = 0;
  refuses = false;
});

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

it('goes on at the place of a generation that was refused with the text after it', async () => {
  const session = createDocumentSession({ nodes: [], head: null });
  session.type([{ at: 0, removed: [], inserted: [{ text: 'Once. The end.', source: null }] }], 4);
  session.seal();
  const runner = createDocumentRunner({ session } as unknown as OpenDocument, createRunRecords());
  runner.continueAt({ from: 4, to: 4 }, null);
  await settled();
  expect(session.view().text.text).toBe('Once text. The end.');
  refuses = true;
  expect(runner.regenerate(null)).toBe(true);
  await settled();
  expect(runner.state.getState().suffixRefused).toBe(true);
  expect(session.view().text.text).toBe('Once. The end.');
  refuses = false;
  runner.runWaiting();
  await settled();
  expect(asked.at(-1)).toMatchObject({ before: 'Once', after: '. The end.' });
  expect(session.view().text.text).toBe('Once text. The end.');
});
