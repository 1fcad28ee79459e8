import { expect, it } from 'vitest';
import { originToStore } from './origin-to-store';

const branched = async (prompt: string | string[]) => {
  const run = {
    userId: 'u',
    request: { model: 'm', prompt },
    parentId: 'p',
    branch: { kind: 'branch', choiceIndex: 0, tokenIndex: 3 },
  } as const;
  return (await originToStore(run, 'Local')).branch;
};

it('a branch has the end of its prompt, of a long one too', async () => {
  expect(await branched('The gardener')).toEqual({
    kind: 'branch',
    choiceIndex: 0,
    tokenIndex: 3,
    after: 'The gardener',
  });
  const long = `${'word '.repeat(100)}opened the\n\n door, he`;
  const after = (await branched(long))?.after ?? '';
  expect(after.endsWith('word opened the door, he')).toBe(true);
  expect(after).toHaveLength(40);
  expect((await branched('😀'.repeat(300)))?.after).toBe('😀'.repeat(40));
  expect((await branched(`😀${' '.repeat(159)}`))?.after).toBe(' ');
  expect((await branched(['one', 'two']))?.after).toBeUndefined();
});
