import type { TestProject } from 'vitest/node';
import { type PostgresServer, startPostgres } from './postgres-server';

let server: PostgresServer | undefined;

/**
 * One Postgres for a whole test run, started when vitest starts. Never optional: a suite that silently
 * skipped one database would pass for the wrong reason.
 */
export async function setup(project: TestProject): Promise<void> {
  server = await startPostgres();
  project.provide('postgresUrl', server.url);
}

export async function teardown(): Promise<void> {
  await server?.stop();
}

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}
