import type { TestProject } from 'vitest/node';
import { type PostgresServer, startPostgres } from './postgres-server';

let server: PostgresServer | undefined;

/**
 * One Postgres for a whole run of the tests, started when vitest starts. It is never optional: a suite that quietly
 * left one database out would pass for the wrong reason.
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
