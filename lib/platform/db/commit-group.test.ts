import { describe, expect, it } from 'vitest';
import { createCommitGroup, type GroupedDatabase } from './commit-group';
import type { HotWriter } from './hot-writer';

/** A database that keeps a list, whose commits and begins can be made to fail. */
function aDatabase() {
  const committed: string[] = [];
  const commits: number[] = [];
  const failing = { begins: 0, commits: 0, lost: '' };
  let draft: string[] | null = null;
  let savepoint = 0;
  const open = () => {
    if (draft === null) throw new Error('no transaction');
    return draft;
  };
  const writer: HotWriter = {
    run: async ({ values: [value] }) => {
      if (value === 'refused') throw new Error('refused');
      if (value === failing.lost && value !== '') {
        draft = null;
        throw new Error('disk full');
      }
      open().push(String(value));
      return 1;
    },
    row: async () => null,
  };
  const database: GroupedDatabase = {
    begin: async () => {
      if (failing.begins > 0) {
        failing.begins -= 1;
        throw new Error('busy');
      }
      if (draft !== null) throw new Error('in a transaction already');
      draft = [];
      return {
        commit: async () => {
          const done = open();
          draft = null;
          if (failing.commits > 0) {
            failing.commits -= 1;
            throw new Error('commit failed');
          }
          committed.push(...done);
          commits.push(done.length);
        },
        rollback: async () => {
          draft = null;
        },
      };
    },
    writer,
    execute: (statement) => {
      if (statement === 'SAVEPOINT one') savepoint = open().length;
      if (statement === 'ROLLBACK TO one') open().splice(savepoint);
    },
    isOpen: () => draft !== null,
  };
  return { database, committed, commits, failing };
}

const write = (text: string) => async (db: HotWriter) => {
  await db.run({ values: [text] } as never);
  return text;
};

describe('writes of one turn', () => {
  it('share a commit, and are told after it', async () => {
    const { database, committed, commits } = aDatabase();
    const group = createCommitGroup(database);
    const seen: string[][] = [];
    const texts = ['a', 'b', 'c'];
    const results = await Promise.all(
      texts.map((text) =>
        group.write(write(text)).then((result) => {
          seen.push([...committed]);
          return result;
        }),
      ),
    );
    expect(results).toEqual(texts);
    expect(seen).toEqual([texts, texts, texts]);
    expect(commits).toEqual([3]);
    await group.write(write('d'));
    expect(commits).toEqual([3, 1]);
  });

  it('are undone one by one', async () => {
    const { database, committed, commits } = aDatabase();
    const group = createCommitGroup(database);
    const half = async (db: HotWriter) => {
      await db.run({ values: ['half'] } as never);
      await db.run({ values: ['refused'] } as never);
    };
    const outcomes = await Promise.allSettled([
      group.write(write('a')),
      group.write(half),
      group.write(write('refused'), true),
      group.write(write('b')),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(committed).toEqual(['a', 'b']);
    expect(commits).toEqual([2]);
  });

  it('are tried one by one when they could not be committed together', async () => {
    const { database, committed, commits, failing } = aDatabase();
    const group = createCommitGroup(database);
    failing.commits = 1;
    expect(await Promise.all(['a', 'b'].map((text) => group.write(write(text))))).toEqual(['a', 'b']);
    expect(committed).toEqual(['a', 'b']);
    expect(commits).toEqual([1, 1]);
  });

  it('suffer from none that takes the whole transaction with it', async () => {
    const { database, committed, failing } = aDatabase();
    const group = createCommitGroup(database);
    failing.lost = 'too much';
    const outcomes = await Promise.allSettled(['a', 'too much', 'b'].map((text) => group.write(write(text))));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(committed).toEqual(['a', 'b']);
  });
});

it('a write that cannot be committed alone learns it, and those after it go on', async () => {
  const { database, committed, failing } = aDatabase();
  const group = createCommitGroup(database);
  failing.commits = 1;
  await expect(group.write(write('a'))).rejects.toThrow('commit failed');
  failing.begins = 1;
  const outcomes = await Promise.allSettled(['b', 'c'].map((text) => group.write(write(text))));
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  expect(committed).toEqual(['c']);
});
