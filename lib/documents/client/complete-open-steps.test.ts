import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createDocumentSession, type DocumentSession } from './document-session';

const followed = [] as string[];
// Test files share their modules: these are for this one only.
beforeAll(() => {
  vi.resetModules();
  vi.doMock('./complete-generation', () => ({
    completeGeneration: async (session: DocumentSession, { id }: { id: string }) => {
      followed.push(id);
      await Promise.resolve();
      if (session.view().generating === id) {
        session.growTo(id, 'all of it');
        session.endGeneration(id);
      } else session.fill(id, 'all of it');
    },
  }));
});
afterAll(() => {
  vi.doUnmock('./complete-generation');
  vi.resetModules();
});

it('ends a generation that another page has begun, also where the text is brought there', async () => {
  const { completeOpenSteps } = await import('./complete-open-steps');
  const one = createDocumentSession({ nodes: [], head: null });
  const two = createDocumentSession({ nodes: [], head: null });
  const ofTwo = completeOpenSteps(two);
  const ofOne = completeOpenSteps(one);
  one.onSteps((nodes) => {
    ofOne.noteOwn(nodes);
    two.addForeign(nodes);
    ofTwo.complete(nodes.filter(({ runId }) => runId !== null));
  });
  const { id } = one.generate({ at: 0 });
  two.goTo(id);
  expect(two.view().generating).toBe(id);
  one.nameRun(id, 'run', 0);
  // The page that has begun it follows its run by itself.
  ofOne.complete([...one.view().tree.nodes.values()]);
  await Promise.resolve();
  await Promise.resolve();
  expect(two.view()).toMatchObject({ generating: null, text: { text: 'all of it' } });
  expect(two.view().text.spans[0]?.source).toMatchObject({ runId: 'run' });
  expect(followed).toEqual([id]);
});
