import { EnvError, loadEnv } from '../../lib/platform/env/env';

/** Prints a sentence for every problem and exits with code 1 when the environment is not usable. */
try {
  loadEnv(process.env);
} catch (error) {
  console.error(error instanceof EnvError ? error.message : error);
  process.exit(1);
}
