import { expect, test, vi } from 'vitest';
import type { Comparison, ComparisonEdit } from '@/lib/compare/model/comparisons';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { planOfVariants } from '@/lib/compare/model/plan-cells';
import { ApiError } from '@/lib/platform/client/http/api-error';
import { DEFAULT_SETTINGS } from '@/lib/protocol/request/settings';
import { createPlanStore } from './plan-store';

const planOf = (prompt: string) =>
  planOfVariants({ prompt }, [
    { id: 'a', name: null, connectionId: 'practice', model: 'm', settings: DEFAULT_SETTINGS },
  ]);

/** A server that holds one comparison, and a clock that is turned by hand. */
function setUp(existing = false) {
  let minute = 0;
  let held: Comparison | null = null;
  const made = (plan: ComparisonPlan, title: string | null): Comparison => ({
    id: 'one',
    title,
    note: null,
    plan,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: `2026-01-01T00:${String(minute++).padStart(2, '0')}:00.000Z`,
    links: 0,
  });
  if (existing) held = made(planOf('stored'), null);
  const waiting = new Set<() => void>();
  const create = vi.fn(async ({ plan, title = null }: { plan: unknown; title?: string | null }) => {
    held = made(plan as ComparisonPlan, title);
    return held;
  });
  const edit = vi.fn(async (_id: string, change: ComparisonEdit) => {
    if (!held || change.updatedAt !== held.updatedAt) {
      throw new ApiError({ status: 409, code: 'conflict', message: 'Changed elsewhere.' });
    }
    held = {
      ...held,
      ...(change.plan ? { plan: change.sameInputs ? { ...held.plan, ...change.plan } : change.plan } : {}),
      ...(change.title === undefined ? {} : { title: change.title }),
      ...(change.note === undefined ? {} : { note: change.note }),
      updatedAt: `2026-01-01T00:${String(minute++).padStart(2, '0')}:00.000Z`,
    };
    return held;
  });
  const keep = vi.fn((_stored: unknown) => true);
  const store = createPlanStore({
    plan: held?.plan ?? planOf('new'),
    ...(held ? { comparison: held } : {}),
    create,
    edit,
    keep,
    after: (_ms, work) => {
      waiting.add(work);
      return () => waiting.delete(work);
    },
  });
  const later = async () => {
    for (const work of [...waiting]) {
      waiting.delete(work);
      work();
    }
    await vi.waitFor(() => expect(store.view().saving).not.toBe('saving'));
  };
  const server = {
    get held() {
      return held as Comparison;
    },
    changeElsewhere: (plan: ComparisonPlan) => {
      held = { ...made(plan, held?.title ?? null) };
      return held;
    },
  };
  return { store, create, edit, keep, later, server };
}

test('is kept in the browser until it is saved, and on the server from then on', async () => {
  const { store, create, edit, keep, later, server } = setUp();
  store.change({ plan: planOf('first') });
  expect(store.view().saving).toBe('local');
  await later();
  expect(keep).toHaveBeenLastCalledWith(expect.objectContaining({ plan: planOf('first') }));
  expect(create).not.toHaveBeenCalled();

  await store.save();
  expect(server.held.plan).toEqual(planOf('first'));
  expect(store.view()).toMatchObject({ saving: 'saved', comparison: { id: 'one' } });
  store.change({ title: 'Named' });
  store.change({ plan: planOf('second') });
  expect(store.view().saving).toBe('unsaved');
  await later();
  expect(store.view().saving).toBe('saved');
  expect(edit).toHaveBeenCalledTimes(1);
  expect(server.held).toMatchObject({ title: 'Named', plan: planOf('second') });
});

test('a table is sent when it changed, and not with every other change', async () => {
  const { store, edit, server } = setUp(true);
  const inputs = { columns: ['a'], rows: [{ id: '1', values: ['x'.repeat(200_000)] }] };
  store.change({ plan: { ...planOf('one'), inputs } });
  await store.save();
  expect(edit).toHaveBeenLastCalledWith('one', expect.objectContaining({ plan: store.view().plan }), false);
  store.change({ plan: { ...store.view().plan, repeats: 2 } });
  await store.save();
  const [, sent] = edit.mock.lastCall ?? [];
  expect(sent).toMatchObject({ sameInputs: true, plan: { repeats: 2 } });
  expect(sent?.plan).not.toHaveProperty('inputs');
  expect(server.held.plan).toMatchObject({ repeats: 2, inputs });
  expect(store.view().comparison?.plan.inputs).toEqual(inputs);
});

test('what does not fit into the browser is created on the server', async () => {
  const { store, create, keep, later } = setUp();
  keep.mockReturnValue(false);
  store.change({ plan: planOf('large') });
  await later();
  expect(create).toHaveBeenCalledTimes(1);
});

test('a note of a new one goes along with the first save', async () => {
  const { store, server, keep, later } = setUp();
  store.change({ note: 'Why' });
  await later();
  expect(keep).toHaveBeenLastCalledWith(expect.objectContaining({ note: 'Why' }));
  await store.save();
  expect(server.held.note).toBe('Why');
  expect(store.view().saving).toBe('saved');
});

test('what is typed while a save is under way is saved after it, and the answer does not take it back', async () => {
  const { store, edit, server } = setUp(true);
  store.change({ plan: planOf('one') });
  const saved = store.save();
  store.change({ plan: planOf('two') });
  const twice = store.save();
  await Promise.all([saved, twice]);
  expect(edit).toHaveBeenCalledTimes(2);
  expect(store.view()).toMatchObject({ plan: planOf('two'), saving: 'saved' });
  expect(server.held.plan).toEqual(planOf('two'));
});

test('what the server tidies is not sent again and again', async () => {
  const { store, edit, server } = setUp(true);
  edit.mockImplementation(async (_id, change) => ({ ...server.held, note: change.note?.trim() ?? null }));
  store.change({ note: 'with a space at its end ' });
  await store.save();
  expect(edit).toHaveBeenCalledTimes(1);
  expect(store.view().saving).toBe('saved');
});

test('another tab’s change is taken over where nothing was changed here, and is a conflict where it was', async () => {
  const { store, server, later } = setUp(true);
  store.applyRemote(server.changeElsewhere(planOf('theirs')));
  expect(store.view()).toMatchObject({ plan: planOf('theirs'), saving: 'saved' });

  store.change({ plan: planOf('mine') });
  store.applyRemote(server.changeElsewhere(planOf('theirs again')));
  expect(store.view()).toMatchObject({ plan: planOf('mine'), saving: 'conflict' });
  await later();
  expect(server.held.plan).toEqual(planOf('theirs again'));
  await store.resolveConflict(server.held, 'mine');
  expect(server.held.plan).toEqual(planOf('mine'));
  expect(store.view().saving).toBe('saved');
});

test('a 409 is a conflict, and theirs drops what was changed here', async () => {
  const { store, server, later } = setUp(true);
  server.changeElsewhere(planOf('theirs'));
  store.change({ plan: planOf('mine') });
  await later();
  expect(store.view().saving).toBe('conflict');
  await expect(store.save()).rejects.toMatchObject({ code: 'conflict' });
  await store.resolveConflict(server.held, 'theirs');
  expect(store.view()).toMatchObject({ plan: planOf('theirs'), saving: 'saved', problem: null });
});

test('an outage is reported, and the next change tries again', async () => {
  const { store, edit, server, later } = setUp(true);
  edit.mockRejectedValueOnce(new ApiError({ status: 0, code: 'offline', message: 'Away.' }));
  store.change({ plan: planOf('one') });
  await later();
  expect(store.view()).toMatchObject({ saving: 'failed', problem: { code: 'offline' } });
  store.change({ plan: planOf('two') });
  await later();
  expect(store.view().saving).toBe('saved');
  expect(server.held.plan).toEqual(planOf('two'));
});

test('what could not be flushed is reported where the page stays, and tried again', async () => {
  const { store, edit, server, later } = setUp(true);
  edit.mockRejectedValueOnce(new ApiError({ status: 0, code: 'offline', message: 'Away.' }));
  store.change({ plan: planOf('one') });
  store.flushOnHide();
  await vi.waitFor(() =>
    expect(store.view()).toMatchObject({ saving: 'failed', problem: { code: 'offline' } }),
  );
  await store.save();
  expect(server.held.plan).toEqual(planOf('one'));

  server.changeElsewhere(planOf('theirs'));
  store.change({ plan: planOf('mine') });
  store.flushOnHide();
  await vi.waitFor(() => expect(store.view().saving).toBe('conflict'));
  await later();
  expect(server.held.plan).toEqual(planOf('theirs'));
});

test('what is typed on while the page seemed to leave is written after it', async () => {
  const { store, edit, server, later } = setUp(true);
  let answer: () => void = () => undefined;
  const pass = edit.getMockImplementation();
  edit.mockImplementationOnce(async (id, change) => {
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    return pass?.(id, change) as Promise<Comparison>;
  });
  store.change({ plan: planOf('one') });
  store.flushOnHide();
  store.change({ plan: planOf('two') });
  await later();
  answer();
  await vi.waitFor(() => expect(server.held.plan).toEqual(planOf('one')));
  await later();
  await vi.waitFor(() => expect(store.view().saving).toBe('saved'));
  expect(server.held.plan).toEqual(planOf('two'));
});

test('a save requested while the page seemed to leave waits for what is on the page now', async () => {
  const { store, edit, server } = setUp(true);
  store.change({ plan: planOf('one') });
  const reached = edit.getMockImplementation();
  let letGo: () => void = () => undefined;
  edit.mockImplementationOnce(async (id, change) => {
    await new Promise<void>((resolve) => {
      letGo = resolve;
    });
    if (!reached) throw new Error('no server');
    return reached(id, change);
  });
  store.flushOnHide();
  store.change({ plan: planOf('two') });
  const saved = store.save();
  letGo();
  expect((await saved).plan).toEqual(planOf('two'));
  expect(server.held.plan).toEqual(planOf('two'));
});

test('a save is not given up because what was sent on the way out failed', async () => {
  const { store, edit, server } = setUp(true);
  store.change({ plan: planOf('one') });
  edit.mockImplementationOnce(async () => {
    throw new ApiError({ status: 0, code: 'offline', message: 'No.' });
  });
  store.flushOnHide();
  expect((await store.save()).plan).toEqual(planOf('one'));
  expect(server.held.plan).toEqual(planOf('one'));
});
