import { register } from 'tsx/esm/api';
import { generateClients } from './lib/generate.mjs';

/**
 * `npm run db:new-migration -- NAME` writes the difference between schema and migrations, for both databases.
 */

const [name] = process.argv.slice(2);
if (name === undefined || !/^[a-z0-9]+(_[a-z0-9]+)*$/.test(name)) {
  console.error('Name the migration in lower case: npm run db:new-migration -- add_run_notes');
  process.exit(1);
}
await generateClients((line) => console.log(line));
// The database code is TypeScript; this script starts as plain Node.
register();
const { writeMigration } = await import('../lib/platform/db/testing/new-migration.ts');
await writeMigration(name, (line) => console.log(line));
