import { expect, it, vi } from 'vitest';
import { getDb } from '@/lib/platform/db/client';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import { aRun, aUser } from '@/lib/platform/db/testing/records';
import { insertRun } from '@/lib/runs/db/insert-run';
import { phraseCheck } from './phrase-check';
import { toRunQuery } from './run-query';

describeOnBothDatabases('checking phrases', () => {
  async function make(userId: string, prompt: string): Promise<number> {
    const run = aRun(userId, { request: { model: 'practice-1', prompt } });
    await insertRun(run);
    const { position } = await getDb().run.findUniqueOrThrow({
      where: { id: run.id },
      select: { position: true },
    });
    return Number(position);
  }

  it('reads no more texts at once than fit into one step, however long they are', async () => {
    const { id: userId } = await aUser();
    // Letters that no compression makes short.
    let seed = 7;
    const noise = (length: number) =>
      Array.from({ length }, () => {
        seed = (seed * 48_271) % 2_147_483_647;
        return String.fromCharCode(97 + (seed % 26));
      }).join('');
    const long: number[] = [];
    for (let at = 0; at < 6; at += 1) long.push(await make(userId, `a silver lantern ${noise(90_000)}`));
    const short: number[] = [];
    for (let at = 0; at < 60; at += 1) {
      short.push(await make(userId, at % 2 === 0 ? 'a silver lantern' : 'a lantern of silver'));
    }
    const check = phraseCheck(toRunQuery(userId, { q: '"silver lantern"' }));
    const read = vi.spyOn(getDb(), '$queryRaw');
    const held = await check?.([...long, ...short]);
    const together = read.mock.calls.flatMap(([query, ...values]) =>
      JSON.stringify(query).includes('promptJson') ? [positionsAmong(values)] : [],
    );
    read.mockRestore();
    expect(held).toEqual(new Set([...long, ...short.filter((_, at) => at % 2 === 0)]));
    expect(together.flat()).toEqual([...long, ...short]);
    for (const some of together) {
      expect(some.length).toBeLessThanOrEqual(50);
      expect(some.filter((position) => long.includes(position)).length).toBeLessThanOrEqual(1);
    }
    // The short ones still go together.
    expect(together.length).toBeLessThanOrEqual(long.length + 2);
  });
});

/** What is in the `IN (…)` of the statement. */
function positionsAmong(values: readonly unknown[]): number[] {
  const lists = values.flatMap((value) =>
    typeof value === 'object' && value !== null && 'values' in value ? [value.values as unknown[]] : [],
  );
  const list = lists.at(-1) ?? [];
  return list.filter((value) => typeof value === 'number');
}
