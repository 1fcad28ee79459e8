import { importCircles } from './import-circles.mjs';
import { refuseImport } from './import-rules.mjs';
import { readImports } from './read-imports.mjs';

/** Imports of the source against the order of the house, and circles of files: a text for each. */
export function importFaults() {
  const imports = readImports();
  const refused = imports.flatMap(({ from, to }) => {
    const reason = refuseImport(from, to);
    return reason === null ? [] : [`${from}\n  imports ${to}\n  ${reason}`];
  });
  const circles = importCircles(imports).map((files) => `A circle of imports: ${files.join('\n  → ')}`);
  return [...refused, ...circles];
}
