import { afterEach, beforeEach } from 'vitest';
import { resetGuestAddresses } from '@/lib/accounts/server/storage/guest-addresses';
import { type DatabaseContext, describeOnBothDatabases } from '@/lib/platform/db/testing';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import { resetLimits } from '@/lib/platform/server/limits/rate-limits';
import { setLogSink } from '@/lib/platform/server/log';

/** What an API suite may change. */
export interface ApiContext extends DatabaseContext {
  /** Sets further environment variables until the end of the test. */
  setEnv(variables: Record<string, string>): void;
}

/** A suite over route handlers, on both databases, each test with fresh limits and the plain test environment. */
export function describeApi(name: string, suite: (api: ApiContext) => void): void {
  describeOnBothDatabases(name, (context) => {
    let databaseUrl: string | undefined;
    const setEnv = (variables: Record<string, string>) => {
      databaseUrl ??= context.url;
      // Without a public address, as most servers are run.
      replaceEnv(testEnvironment({ NEXTAUTH_URL: undefined, ...variables, DATABASE_URL: databaseUrl }));
    };
    let showLogs: () => void;
    beforeEach(() => {
      showLogs = setLogSink({ write: () => {} });
      resetLimits();
      resetGuestAddresses();
      setEnv({});
    });
    afterEach(() => {
      setEnv({});
      showLogs();
    });
    suite({
      kind: context.kind,
      get url() {
        return context.url;
      },
      setEnv,
    });
  });
}
