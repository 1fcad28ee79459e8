import type { RunHit } from '@/lib/contract/run-search';
import { getDb } from '../client';
import { Prisma } from '../generated/sqlite/client';
import { fromStored } from '../stored-json';

/** Characters of a text that are searched; the indexes take no more either. */
const REACH = 100_000;

export interface RunText {
  readonly position: number;
  readonly runId: string;
  readonly place: RunHit['place'] | 'title';
  readonly text: string;
}

/** What is searched of these runs: titles, then notes, prompts and outputs. Whose they are is the caller's business. */
export async function readTexts(positions: readonly number[]): Promise<RunText[]> {
  if (positions.length === 0) return [];
  const given = positions.map((position) => BigInt(position));
  const [runs, choices] = await Promise.all([
    getDb().run.findMany({
      where: { position: { in: given } },
      select: { id: true, position: true, title: true, note: true, request: true },
    }),
    getDb().$queryRaw<{ position: number | bigint; runId: string; text: string }[]>`
      SELECT run."position", choice."runId", substr(choice."text", 1, ${REACH}) AS "text"
      FROM "Run" AS run JOIN "RunChoice" AS choice ON choice."runId" = run."id"
      WHERE run."position" IN (${Prisma.join(given)}) ORDER BY choice."runId", choice."index"`,
  ]);
  const rows = runs.map(({ id, position, title, note, request }) => {
    const prompt = fromStored<{ prompt: string | string[] }>(request)?.prompt ?? '';
    const of = { position: Number(position), runId: id };
    return {
      title: { ...of, place: 'title', text: title ?? '' },
      note: { ...of, place: 'note', text: note ?? '' },
      prompt: { ...of, place: 'prompt', text: [prompt].flat().join('\n').slice(0, REACH) },
    } as const;
  });
  return [
    ...rows.map(({ title }) => title),
    ...rows.map(({ note }) => note),
    ...rows.map(({ prompt }) => prompt),
    ...choices.map(({ position, runId, text }) => ({
      position: Number(position),
      runId,
      place: 'output' as const,
      text,
    })),
  ];
}
