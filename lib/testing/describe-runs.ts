import { afterAll, afterEach, beforeAll } from 'vitest';
import type { ConnectionKind } from '@/lib/connections/model/connections';
import { createConnection } from '@/lib/connections/server/manage-connections';
import { runRegistry } from '@/lib/runs/server/registry';
import { type ApiContext, describeApi } from './describe-api';
import { type MisbehavingServer, startMisbehavingServer } from './misbehaving-server';

export interface RunsContext extends ApiContext {
  /** An upstream over real sockets; reset between tests. */
  upstream(): MisbehavingServer;
  /** A connection of this user to the upstream; returns its id. */
  connect(userId: string, key?: string, kind?: ConnectionKind): Promise<string>;
}

/**
 * A suite over the run engine: both databases, a misbehaving upstream, and nothing left running after a test.
 */
export function describeRuns(name: string, suite: (context: RunsContext) => void): void {
  describeApi(name, (api) => {
    let upstream: MisbehavingServer;
    beforeAll(async () => {
      upstream = await startMisbehavingServer();
    });
    afterAll(() => upstream.close());
    afterEach(async () => {
      const open = runRegistry().open();
      for (const run of open) run.stop('stop');
      await Promise.all(open.map((run) => run.settled));
      upstream.reset();
    });
    suite({
      kind: api.kind,
      get url() {
        return api.url;
      },
      setEnv: (variables) => api.setEnv(variables),
      upstream: () => upstream,
      connect: async (userId, key, kind = 'custom') => {
        const input = { name: 'Test upstream', kind, baseUrl: upstream.url, key } as const;
        return (await createConnection(userId, input)).id;
      },
    });
  });
}
