import type { ComparisonPage, ComparisonPageQuery, ComparisonSummary } from '@/lib/compare/model/comparisons';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { cellCount, kindOf, modelsOf, promptsOf, variedBy } from '@/lib/compare/model/plan-cells';
import { planDifferences } from '@/lib/compare/model/plan-differences';
import { foldText } from '@/lib/history/model/search/fold-text';
import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { openShares } from '@/lib/platform/db/share-state';
import { createYielder } from '@/lib/platform/db/yield-to-event-loop';
import { promptPreview } from '@/lib/runs/db/preview';
import { storedPlan } from './stored-plan';

/** A page of comparisons, last changed first. An unknown `before` means from the beginning. */
export async function listComparisons(
  userId: string,
  { q, before, limit }: ComparisonPageQuery,
): Promise<ComparisonPage> {
  const foundIds = q?.trim() ? await findByText(userId, q.trim()) : null;
  const rows = await getDb().comparison.findMany({
    where: {
      userId,
      deletedAt: null,
      ...(foundIds && { id: { in: foundIds } }),
      ...(before && afterOrderKey(before)),
    },
    orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
    omit: { plan: true },
    include: { _count: { select: { shares: { where: openShares(new Date()) } } } },
  });
  const page = rows.slice(0, limit);
  const counts = await countLastRuns(page.map(({ id }) => id));
  const last = rows.length > limit ? page.at(-1) : undefined;
  const plans = new Map<string, ReturnType<typeof summaryOfPlan>>();
  for await (const { id, plan } of readPlans(page.map(({ id }) => id))) plans.set(id, summaryOfPlan(plan));
  return {
    comparisons: page.flatMap(
      ({ id, title, createdAt, updatedAt, _count: { shares } }): ComparisonSummary[] => {
        const ofPlan = plans.get(id);
        // Swept meanwhile.
        if (!ofPlan) return [];
        const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
        return [{ id, title, ...ofPlan, counts: counts.get(id) ?? {}, ...times, links: shares }];
      },
    ),
    next: last ? `${last.updatedAt.getTime()}.${last.id}` : null,
  };
}

function afterOrderKey(before: string): Prisma.ComparisonWhereInput {
  const [, time, id] = /^(\d{1,15})\.(.+)$/.exec(before) ?? [];
  if (time === undefined || id === undefined) return {};
  const updatedAt = new Date(Number(time));
  return { OR: [{ updatedAt: { lt: updatedAt } }, { updatedAt, id: { lt: id } }] };
}

/** Plans read in one statement: their prompts and tables can be long. */
const READ_AT_ONCE = 10;

/** The number of comparisons per person is bounded (lib/compare/server), so all are searched. */
async function findByText(userId: string, text: string): Promise<string[]> {
  const foldedQuery = foldText(text);
  const ids = await getDb().comparison.findMany({ where: { userId, deletedAt: null }, select: { id: true } });
  const found: string[] = [];
  for await (const { id, title, plan } of readPlans(ids.map(({ id }) => id))) {
    const prompts = plan === null ? [] : promptsOf(plan).flatMap(({ prompt }) => prompt);
    const values = (plan?.inputs?.rows ?? []).flatMap((input) => input.values);
    if ([title, prompts.join('\n'), values.join('\n')].some((text) => foldText(text).includes(foldedQuery)))
      found.push(id);
  }
  return found;
}

/** Some at a time, so that the tables of a whole page are never held together. */
async function* readPlans(
  ids: readonly string[],
): AsyncGenerator<{ id: string; title: string; plan: ComparisonPlan | null }> {
  const yieldToEventLoop = createYielder();
  for (let at = 0; at < ids.length; at += READ_AT_ONCE) {
    const some = Prisma.join(ids.slice(at, at + READ_AT_ONCE));
    // Read as text, because Prisma walks every value of a JSON column.
    const rows = await getDb().$queryRaw<{ id: string; title: string; plan: string }[]>`
      SELECT "id", coalesce("title", '') AS "title", CAST("plan" AS TEXT) AS "plan"
      FROM "Comparison" WHERE "id" IN (${some})`;
    for (const { id, title, plan } of rows) {
      await yieldToEventLoop();
      yield { id, title, plan: storedPlan(JSON.parse(plan)) };
    }
  }
}

async function countLastRuns(ids: readonly string[]): Promise<Map<string, ComparisonSummary['counts']>> {
  const counts = new Map<string, ComparisonSummary['counts']>();
  if (ids.length === 0) return counts;
  // Ids are in the order of creation.
  const rows = await getDb().$queryRaw<
    { comparisonId: string; status: keyof ComparisonSummary['counts']; count: number | bigint }[]
  >`
    SELECT run."comparisonId", run."status", count(*) AS "count" FROM "Run" AS run
    WHERE run."comparisonId" IN (${Prisma.join([...ids])}) AND run."deletedAt" IS NULL AND NOT EXISTS (
      SELECT 1 FROM "Run" AS later
      WHERE later."comparisonId" = run."comparisonId" AND later."cell" = run."cell"
        AND later."id" > run."id" AND later."deletedAt" IS NULL)
    GROUP BY run."comparisonId", run."status"`;
  for (const { comparisonId, status, count } of rows) {
    counts.set(comparisonId, { ...counts.get(comparisonId), [status]: Number(count) });
  }
  return counts;
}

function summaryOfPlan(plan: ComparisonPlan | null) {
  if (plan === null) throw new Error('A comparison has no plan.');
  const models = modelsOf(plan).map(({ model }) => model);
  const kind = kindOf(plan);
  return {
    kind,
    promptPreview: promptPreview(promptsOf(plan)[0]?.prompt ?? ''),
    models: [...new Set(models.filter((model) => model !== ''))],
    differs: planDifferences(plan),
    varies: kind === 'sweep' ? plan.axes.map(variedBy) : [],
    cellCount: cellCount(plan),
  };
}
