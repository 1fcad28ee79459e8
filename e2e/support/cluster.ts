import { randomBytes } from 'node:crypto';
import { createPostgresDatabase, type TestDatabase } from '@/lib/platform/db/testing/databases';
import { type PostgresServer, startPostgres } from '@/lib/platform/db/testing/postgres-server';
import { type RedisServer, startRedis } from '@/lib/platform/server/redis/testing/redis-server';
import { type App, startApp } from './app';
import { type RoundRobin, startRoundRobin } from './round-robin';

/** Several real servers on one real Postgres and one real Redis, behind a balancer. */
export interface Cluster {
  readonly apps: readonly App[];
  readonly redis: RedisServer;
  readonly databaseUrl: string;
  readonly balancer: RoundRobin;
  dispose(): Promise<void>;
}

export interface ClusterOptions {
  readonly count: number;
  /** Variables of all servers. */
  readonly env?: Record<string, string>;
}

export async function startCluster({ count, env = {} }: ClusterOptions): Promise<Cluster> {
  const apps: App[] = [];
  let postgres: PostgresServer | undefined;
  let database: TestDatabase | undefined;
  let redis: RedisServer | undefined;
  let balancer: RoundRobin | undefined;
  const dispose = async () => {
    await balancer?.close();
    for (const app of apps) await app.dispose();
    await redis?.stop();
    await database?.drop();
    await postgres?.stop();
  };
  try {
    postgres = await startPostgres();
    database = await createPostgresDatabase(postgres.url);
    redis = await startRedis();
    const shared = {
      NEXTAUTH_SECRET: randomBytes(32).toString('base64'),
      ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      ...env,
    };
    for (let at = 0; at < count; at += 1) apps.push(await startApp({ env: shared }));
    balancer = await startRoundRobin(apps.map(({ port }) => port));
    return { apps, redis, databaseUrl: database.url, balancer, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
