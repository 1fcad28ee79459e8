import { expect, it } from 'vitest';
import { anOrigin, openAccess } from '@/lib/accounts/server/testing/open-access';
import type { ComparisonExportFormat } from '@/lib/compare/model/comparison-export';
import { getDb } from '@/lib/platform/db/client';
import { logger } from '@/lib/platform/server/log';
import { newVisitor } from '@/lib/testing/call-route';
import { aFinishedComparison, columnsPlan } from '@/lib/testing/comparisons';
import { describeRuns } from '@/lib/testing/describe-runs';
import { exportComparison } from './export-comparison';

describeRuns('the file of a comparison', ({ setEnv }) => {
  /** One column, whose run has this many outputs. */
  async function aComparison(outputs: number, suffix: string) {
    setEnv({ PRACTICE_TOKENS_PER_SECOND: '10000' });
    const { user } = await newVisitor();
    const { id } = await aFinishedComparison(user.id, { plan: columnsPlan([{}, {}]) });
    const run = await getDb().run.findFirstOrThrow({ where: { comparisonId: id, cell: 'a' } });
    const request = { model: 'practice-1', prompt: 'Once', suffix, n: outputs };
    await getDb().run.update({ where: { id: run.id }, data: { request, choiceCount: outputs } });
    await getDb().runChoice.createMany({
      data: Array.from({ length: outputs - 1 }, (_, at) => ({
        ...{ runId: run.id, index: at + 1, text: ` canary ${at + 1}`, finishReason: 'stop' },
      })),
    });
    return { userId: user.id, comparisonId: id };
  }

  function fileOf(of: { userId: string; comparisonId: string }, format: ComparisonExportFormat) {
    const { userId } = of;
    const access = openAccess(userId);
    const file = { gone: new AbortController().signal, access, origin: anOrigin(), log: logger };
    return exportComparison({ ...of, format, ...file });
  }

  async function partsOf(file: Response): Promise<string[]> {
    const parts: string[] = [];
    const text = new TextDecoder();
    const reader = file.body?.getReader();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      parts.push(text.decode(part.value, { stream: true }));
    }
    return parts;
  }

  it('comes in parts no larger than a line, whatever the settings are that each output repeats', async () => {
    const of = await aComparison(30, 's'.repeat(700_000));
    for (const format of ['csv', 'jsonl'] as const) {
      const parts = await partsOf(await fileOf(of, format));
      expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(1_500_000);
      expect(parts.join('').length).toBeGreaterThan(30 * 700_000);
      expect(
        parts
          .join('')
          .split('\n')
          .filter((line) => line.includes(' canary ')),
      ).toHaveLength(29);
    }
    const table = (await partsOf(await fileOf(of, 'md'))).join('');
    expect(table).toContain('canary 29');
    expect(table.length).toBeLessThan(100_000);
  });

  it('shows the first thousand outputs in Markdown, and says so', async () => {
    const of = await aComparison(1_050, 'end');
    const table = (await partsOf(await fileOf(of, 'md'))).join('');
    expect(table).toContain('canary 999');
    expect(table).not.toContain('canary 1000');
    expect(table).toMatch(/\nOnly the first 1,000 outputs are shown\. .+\n$/);
    expect((await partsOf(await fileOf(of, 'csv'))).join('')).toContain('canary 1049');
  });

  it('is one of two at most that a person reads at a time', async () => {
    const of = await aComparison(2, 'end');
    const files = [await fileOf(of, 'csv'), await fileOf(of, 'json')];
    await expect(fileOf(of, 'md')).rejects.toMatchObject({ code: 'rate_limited' });
    for (const file of files) await file.text();
    await (await fileOf(of, 'md')).text();
  });
});
