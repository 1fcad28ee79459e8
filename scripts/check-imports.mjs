import { importFaults } from './lib/imports.mjs';

/** Part of `npm run lint`. */

const faults = importFaults();
if (faults.length > 0) {
  console.error(`${faults.join('\n')}\n\nThe import rules are in scripts/lib/import-rules.mjs.`);
  process.exit(1);
}
