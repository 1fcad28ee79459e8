import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

export interface MigrationFile {
  /** Name of its folder: a time and a word, so that names sort by age. */
  readonly name: string;
  readonly sql: string;
}

/** The migrations that this version of the app knows for a kind of database, oldest first. */
export async function readMigrations(kind: 'sqlite' | 'postgresql'): Promise<MigrationFile[]> {
  const folder = migrationFolder(kind);
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => ({
      name,
      sql: await readFile(path.join(/* turbopackIgnore: true */ folder, name, 'migration.sql'), 'utf8'),
    })),
  );
}

// From the working directory, because inside a bundle no path is relative to this file.
export function migrationFolder(kind: 'sqlite' | 'postgresql'): string {
  return path.join(process.cwd(), 'prisma', 'migrations', kind);
}
