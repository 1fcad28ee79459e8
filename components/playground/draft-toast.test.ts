import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { ToastMessage } from '@/components/ui/toast-store';

/** The run that the page shows, always one that is still going. */
let current: { runId: string | null } | null = null;
const listeners = new Set<() => void>();

function show(run: { runId: string | null } | null): void {
  current = run;
  for (const listener of [...listeners]) listener();
}

// Test files share their modules: these are for this one only.
beforeAll(() => {
  vi.resetModules();
  vi.doMock('@/lib/playground/client/run-controller', () => ({
    getCurrentRun: () => current,
    getCurrentStore: () => current,
    isRunning: () => current !== null,
    subscribeRuns: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  }));
});
afterAll(() => {
  vi.doUnmock('@/lib/playground/client/run-controller');
  vi.resetModules();
});
beforeEach(() => {
  current = null;
  listeners.clear();
  vi.stubGlobal('location', { pathname: '/' });
});
afterEach(() => vi.unstubAllGlobals());

/** Says it, and returns how often it has ended. */
async function said(runId: string | null): Promise<{ ends: number }> {
  const { connectToaster } = await import('@/components/ui/toast-store');
  const { draftToast } = await import('./draft-toast');
  const shown: ToastMessage[] = [];
  const disconnect = connectToaster(
    (message) => shown.push(message),
    () => undefined,
  );
  draftToast('Prompt and settings replaced.', () => undefined, 'draft', { runId });
  disconnect();
  const counted = { ends: 0 };
  shown[0]?.until?.(() => {
    counted.ends += 1;
  });
  return counted;
}

it('stays while the run that came with the draft is opened, and goes with the next one', async () => {
  const undo = await said('of the cell');
  show({ runId: 'of the cell' });
  expect(undo.ends).toBe(0);
  show({ runId: null });
  expect(undo.ends).toBe(1);
});

it('goes with any run where none came with the draft', async () => {
  const undo = await said(null);
  show({ runId: 'another' });
  expect(undo.ends).toBe(1);
});

it('goes when another draft comes', async () => {
  const undo = await said('of the cell');
  const { getDraft, replaceDraft } = await import('@/lib/playground/client/draft-store');
  replaceDraft({ ...getDraft() });
  expect(undo.ends).toBe(1);
});
