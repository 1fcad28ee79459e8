import { EnvError, loadEnv } from '../../lib/platform/env/env';

/** Ends with code 1 and the sentences of every problem when the environment is not usable. */
try {
  loadEnv(process.env);
} catch (error) {
  console.error(error instanceof EnvError ? error.message : error);
  process.exit(1);
}
