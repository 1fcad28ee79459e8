import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';
import { ROOT } from './project.mjs';

const FLOORS = ['app', 'components', 'lib'];
const ENDINGS = ['', '.ts', '.tsx', '.css'];

/**
 * Every import of the source, types and `import()` included.
 *
 * @typedef {{ from: string, to: string }} Import paths from the root of the project; of a package its name
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
