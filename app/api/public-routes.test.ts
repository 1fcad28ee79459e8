import { expect, it } from 'vitest';
import * as unknown from '@/app/api/[...path]/route';
import * as health from '@/app/api/health/route';
import { healthSchema } from '@/lib/platform/model/health';
import { callRoute } from '@/lib/testing/call-route';
import { describeApi } from '@/lib/testing/describe-api';

describeApi('health', (api) => {
  it('reports the database and its migrations', async () => {
    const answer = await callRoute(health.GET);
    expect(answer.status).toBe(200);
    const found = healthSchema.parse(answer.json);
    expect(found).toMatchObject({ status: 'ok', database: api.kind });
    expect(found.migrations[0]).toMatch(/_init$/);
  });
});

describeApi('a route that is not there', () => {
  it('answers as the API does, by any method', async () => {
    for (const [method, handler] of Object.entries(unknown)) {
      const answer = await callRoute(handler, {
        method,
        path: '/api/nothing/here',
        params: { path: ['nothing', 'here'] },
      });
      expect(answer.status).toBe(404);
      expect(answer.json).toEqual({ error: { code: 'not_found', message: "This route doesn't exist." } });
    }
  });
});
