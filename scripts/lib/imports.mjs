import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';
import { refuseImport } from './import-rules.mjs';
import { ROOT } from './project.mjs';

const FLOORS = ['app', 'components', 'lib'];
const ENDINGS = ['', '.ts', '.tsx', '.css'];

/**
 * Every import of the source, types and `import()` included.
 *
 * @typedef {{ from: string, to: string }} Import paths from the root of the project; for a package its name
 * @returns {Import[]}
 */
export function readImports(root = ROOT) {
  return FLOORS.flatMap((floor) =>
    readdirSync(path.join(root, floor), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !/(^|[\\/])generated[\\/]/.test(file))
      .flatMap((file) => {
        const from = path.posix.join(floor, file.replaceAll(path.sep, '/'));
        const source = readFileSync(path.join(root, from), 'utf8');
        return specifiersOf(from, source).map((specifier) => ({ from, to: resolve(root, from, specifier) }));
      }),
  );
}

function specifiersOf(file, source) {
  const { module } = parseSync(file, source);
  return [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
    ),
    // As written, with its quotes.
    ...module.dynamicImports.map(({ moduleRequest }) =>
      source.slice(moduleRequest.start + 1, moduleRequest.end - 1),
    ),
  ];
}

function resolve(root, from, specifier) {
  if (!/^(@\/|\.)/.test(specifier)) return specifier;
  const named = specifier.startsWith('@/')
    ? specifier.slice(2)
    : path.posix.join(path.posix.dirname(from), specifier);
  const ending = ENDINGS.find(
    (one) => existsSync(path.join(root, named + one)) && (one !== '' || path.extname(named) !== ''),
  );
  return named + (ending ?? '');
}

/**
 * Circles of files that import each other, each as a path that ends where it began; one for each file that closes one.
 *
 * @param {readonly { from: string, to: string }[]} imports
 * @returns {string[][]}
 */
export function importCircles(imports) {
  /** @type {Map<string, string[]>} */
  const targets = new Map();
  for (const { from, to } of imports) targets.set(from, [...(targets.get(from) ?? []), to]);
  const done = new Set();
  const circles = [];
  for (const start of targets.keys()) {
    /** The files on the way from `start`, each with its remaining imports. */
    const way = done.has(start) ? [] : [{ file: start, rest: [...(targets.get(start) ?? [])] }];
    while (way.length > 0) {
      const { file, rest } = way[way.length - 1];
      const next = rest.pop();
      if (next === undefined) {
        done.add(file);
        way.pop();
        continue;
      }
      const at = way.findIndex((step) => step.file === next);
      if (at >= 0) circles.push([...way.slice(at).map((step) => step.file), next]);
      else if (!done.has(next) && targets.has(next))
        way.push({ file: next, rest: [...(targets.get(next) ?? [])] });
    }
  }
  return circles;
}

/** A text for each import that breaks a rule, and for each circle of files. */
export function importFaults() {
  const imports = readImports();
  const refused = imports.flatMap(({ from, to }) => {
    const reason = refuseImport(from, to);
    return reason === null ? [] : [`${from}\n  imports ${to}\n  ${reason}`];
  });
  const circles = importCircles(imports).map((files) => `Circular import: ${files.join('\n  → ')}`);
  return [...refused, ...circles];
}
