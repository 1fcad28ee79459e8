import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { piecesBetween } from '@/lib/documents/model/document-text';
import type { Continuation } from './continuation';
import { createDocumentSession, type DocumentSession } from './document-session';
import type { OpenDocument } from './open-document';
import { createRunRecords } from './run-records';

/** What each run was asked to continue. */
const asked: Continuation[] = [];
let refuses = false;
/** The page has turned to another run. */
let goesOn = false;

// Test files share their modules: these are for this one only.
beforeAll(() => {
  vi.resetModules();
  vi.doMock('./prepare-continuation', () => ({
    prepareContinuation: (_draft: unknown, place: Continuation) => {
      asked.push(place);
      return { ok: true, run: { request: {} } };
    },
  }));
  vi.doMock('@/lib/playground/client/draft-store', () => ({
    getDraft: () => ({ connectionId: 'c', model: 'm' }),
  }));
  vi.doMock('@/lib/playground/client/run-controller', () => ({
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
        view: () => ({
          ...view,
          startRequest: { request: goesOn ? { prompt: 'a', n: 2 } : { suffix: '.' } },
        }),
        attachText: () => () => undefined,
        subscribe: () => () => undefined,
        flush: () => undefined,
      };
      return { store, done: Promise.resolve() };
    },
  }));
  vi.doMock('./complete-generation', () => ({
    completeGeneration: async (session: DocumentSession, { id }: { id: string }) => session.endGeneration(id),
  }));
  vi.doMock('@/lib/runs/client/run-detail', () => ({ fetchRun: async () => ({}) }));
  vi.doMock('@/lib/runs/client/run-session', () => ({
    storeOfRun: () => ({
      state: { choices: [{ text: ' text' }, { text: ' other' }] },
      view: () => ({ runId: 'run1', startRequest: { request: {} } }),
    }),
  }));
  vi.doMock('./rank-alternatives', () => ({
    rankAlternatives: ({ choices }: { choices: { text: string }[] }) =>
      choices.map(({ text }, choice) => ({ choice, text, times: 1 })),
  }));
  vi.doMock('./fill-in-choice', () => ({ chooseFillIn: () => undefined }));
  vi.doMock('@/lib/runs/client/run-view', () => ({ isLive: () => goesOn }));
});
afterAll(() => {
  vi.doUnmock('./prepare-continuation');
  vi.doUnmock('@/lib/playground/client/draft-store');
  vi.doUnmock('@/lib/playground/client/run-controller');
  for (const path of ['./complete-generation', './rank-alternatives']) vi.doUnmock(path);
  vi.doUnmock('@/lib/runs/client/run-detail');
  vi.doUnmock('@/lib/runs/client/run-session');
  vi.doUnmock('./fill-in-choice');
  vi.doUnmock('@/lib/runs/client/run-view');
  vi.resetModules();
});

beforeEach(() => {
  asked.length = 0;
  refuses = false;
  goesOn = false;
});

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

it('goes on at the place of a generation that was refused with the text after it', async () => {
  const { createDocumentRunner } = await import('./document-runner');
  const session = createDocumentSession({ nodes: [], head: null });
  session.type([{ at: 0, removed: [], inserted: [{ text: 'Once. The end.', source: null }] }], 4);
  session.seal();
  const runner = createDocumentRunner({ session } as unknown as OpenDocument, createRunRecords());
  runner.continueAt({ from: 4, to: 4 }, null);
  await settled();
  expect(session.view().text.text).toBe('Once text. The end.');
  refuses = true;
  expect(runner.regenerate(null)).toMatchObject({ isEdited: false });
  await settled();
  expect(runner.state.getState().suffixRefused).toBe(true);
  // The take that was there before is shown again.
  expect(session.view().text.text).toBe('Once text. The end.');
  refuses = false;
  runner.runWaiting();
  await settled();
  expect(asked.at(-1)).toMatchObject({ before: 'Once', after: '. The end.' });
  expect(session.view().text.text).toBe('Once text. The end.');
});

it('regenerates what was edited since, and keeps the edited take; not what was written on', async () => {
  const { createDocumentRunner } = await import('./document-runner');
  const session = createDocumentSession({ nodes: [], head: null });
  const type = (at: number, removed: string, text: string) =>
    session.type(
      [
        {
          at,
          removed: piecesBetween(session.view().text, at, at + removed.length),
          inserted: [{ text, source: null }],
        },
      ],
      at + text.length,
    );
  type(0, '', 'Once. The end.');
  session.seal();
  const runner = createDocumentRunner({ session } as unknown as OpenDocument, createRunRecords());
  expect(runner.regenerate(null)).toEqual({ blocked: 'No generated text right before the cursor' });
  runner.continueAt({ from: 4, to: 4 }, null);
  await settled();
  type(5, 'te', 'TE');
  expect(session.view().text.text).toBe('Once TExt. The end.');
  expect(runner.regenerate(null)).toMatchObject({ isEdited: true });
  await settled();
  expect(asked.at(-1)).toMatchObject({ before: 'Once', after: '. The end.' });
  expect(session.view().text.text).toBe('Once text. The end.');
  const back = session.undoMove();
  expect(back?.isBeside).toBe(true);
  session.follow(back as NonNullable<typeof back>);
  expect(session.view().text.text).toBe('Once TExt. The end.');
  // Around what the model wrote, or after it: this is to stay.
  type(0, '', '> ');
  expect(runner.regenerate(null)).toHaveProperty('blocked');
  session.follow(session.undoMove() as NonNullable<typeof back>);
  session.follow(session.undoMove() as NonNullable<typeof back>);
  type(9, '', ' and more');
  expect(session.view().text.text).toBe('Once text and more. The end.');
  expect(runner.regenerate(null)).toHaveProperty('blocked', expect.stringContaining('You added text'));
});

it('adds the other choices of a run that went on after the page had turned to another one', async () => {
  goesOn = true;
  const { createDocumentRunner } = await import('./document-runner');
  const session = createDocumentSession({ nodes: [], head: null });
  const runner = createDocumentRunner({ session } as unknown as OpenDocument, createRunRecords());
  runner.continueAt({ from: 0, to: 0 }, null);
  await settled();
  const texts = [...session.view().tree.nodes.values()].map(({ changes }) => changes[0]?.inserted[0]?.text);
  expect(texts).toEqual([' text', ' other']);
});
