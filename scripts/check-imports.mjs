import { refuseImport } from './lib/import-rules.mjs';
import { readImports } from './lib/read-imports.mjs';

/** Part of `npm run lint`: every import against the floors of the house. */

const refused = readImports().flatMap(({ from, to }) => {
  const reason = refuseImport(from, to);
  return reason === null ? [] : [`${from}\n  imports ${to}\n  ${reason}`];
});
if (refused.length > 0) {
  console.error(refused.join('\n'));
  console.error(`\n${refused.length} imports against the order of the house (scripts/lib/import-rules.mjs).`);
  process.exit(1);
}
