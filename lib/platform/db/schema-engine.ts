import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';

/**
 * Prisma's own migration engine as WebAssembly: nothing to download, the same `_prisma_migrations` table, and
 * `prisma migrate deploy` still works afterwards. See docs/decisions.
 *
 * Everything is loaded on demand: it takes some 20 MB and is needed only while a migration is pending.
 */
export async function withSchemaEngine<Result>(
  factory: SchemaEngineAdapter,
  schema: string | undefined,
  work: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  const [{ SchemaEngine: Engine }, { bindMigrationAwareSqlAdapterFactory }] = await Promise.all([
    loadEngine(),
    import('@prisma/driver-adapter-utils'),
  ]);
  const adapter = bindMigrationAwareSqlAdapterFactory(factory);
  const datamodels: [string, string][] | undefined =
    schema === undefined ? undefined : [['schema.prisma', schema]];
  const ignoreLog = () => {};
  const engine = await Engine.new({ datamodels }, ignoreLog, adapter);
  try {
    return await work(engine);
  } finally {
    engine.free();
  }
}

export type SchemaEngineAdapter = Parameters<
  typeof import('@prisma/driver-adapter-utils').bindMigrationAwareSqlAdapterFactory
>[0];

type EngineModule = typeof import('@prisma/schema-engine-wasm/schema_engine_bg');
let loading: Promise<EngineModule> | undefined;

function loadEngine(): Promise<EngineModule> {
  loading ??= (async () => {
    const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg');
    // Node 20 cannot import WebAssembly as a module, which the package's main entry does; and from inside a bundle
    // no path is relative to this file. So the file is read from where npm put it.
    const file = path.join(
      process.cwd(),
      'node_modules',
      '@prisma',
      'schema-engine-wasm',
      'schema_engine_bg.wasm',
    );
    const module = await WebAssembly.compile(
      new Uint8Array(await readFile(/* turbopackIgnore: true */ file)),
    );
    const instance = await WebAssembly.instantiate(module, { './schema_engine_bg.js': { ...bindings } });
    bindings.__wbg_set_wasm(instance.exports);
    const start = instance.exports.__wbindgen_start;
    if (typeof start === 'function') start();
    return bindings;
  })();
  return loading;
}
