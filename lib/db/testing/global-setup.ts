import type { TestProject } from 'vitest/node';
import { type PostgresServer, startPostgres } from './postgres-server';

/**
 * One Postgres for a whole run of the tests, started when vitest starts. It is never optional: a suite that quietly
 * left one database out would pass for the wrong reason.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server: PostgresServer = await startPostgres();
  project.provide('postgresUrl', server.url);
  return () => server.stop();
}

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}
