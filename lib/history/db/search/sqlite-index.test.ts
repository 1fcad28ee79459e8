import { afterAll, beforeAll, expect, it } from 'vitest';
import { foldText } from '@/lib/history/model/search/fold-text';
import { indexWords } from '@/lib/history/model/search/split-words';
import { closeDb, getDb } from '@/lib/platform/db/client';
import { migrate } from '@/lib/platform/db/migrate';
import { createSqliteDatabase, type TestDatabase } from '@/lib/platform/db/testing/databases';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import { toFtsWord } from './index-entry';

const SEARCHED = /[\p{L}\p{N}\p{M}\p{Extended_Pictographic}\p{Regional_Indicator}]/u;
/** Blocks that are alike through and through. */
const ALIKE = /[\p{Unified_Ideograph}\p{Script=Hangul}\p{Script=Tangut}\p{Script=Egyptian_Hieroglyphs}]/u;
const AT_ONCE = 200;

let database: TestDatabase;
beforeAll(async () => {
  database = await createSqliteDatabase();
  replaceEnv(testEnvironment({ DATABASE_URL: database.url }));
  await migrate();
});
afterAll(async () => {
  await closeDb();
  await database.drop();
});

it('SQLite takes every word for one word, whatever letter of Unicode is in it', async () => {
  const words = new Set<string>();
  for (let code = 0x20; code < 0x20000; code += 1) {
    const letter = String.fromCodePoint(code);
    if (!SEARCHED.test(letter) || (ALIKE.test(letter) && code % 61 > 0)) continue;
    for (const text of [letter, `a${letter}b`]) {
      for (const word of indexWords(foldText(text))) words.add(toFtsWord(word));
    }
  }
  const all = [...words];
  expect(all.length).toBeGreaterThan(15_000);
  for (let at = 0; at < all.length; at += AT_ONCE) {
    const some = all.slice(at, at + AT_ONCE);
    await getDb().$executeRaw`
      INSERT INTO "RunSearchIndex"(rowid, words, facets) VALUES (${at}, ${some.join(' ')}, '')`;
    // Of two words FTS5 would make a phrase, and refuse it.
    const query = some.map((word) => `"${word}"`).join(' AND ');
    const found = await getDb().$queryRaw<{ rowid: number | bigint }[]>`
      SELECT rowid FROM "RunSearchIndex" WHERE "RunSearchIndex" MATCH ${query} AND rowid = ${at}`;
    expect(
      found.map(({ rowid }) => Number(rowid)),
      some.join(' '),
    ).toEqual([at]);
  }
}, 240_000);
