import type { ExportedRun } from './run-export';

/** The id by which a run is known wherever it was imported to, and its parent's. */
export function originOf(run: Pick<ExportedRun, 'id' | 'originId'>): string {
  return run.originId ?? run.id;
}

export function parentOriginOf(run: Pick<ExportedRun, 'parentId' | 'parentOriginId'>): string | null {
  return run.parentOriginId ?? run.parentId;
}
