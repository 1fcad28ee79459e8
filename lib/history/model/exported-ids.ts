import type { ExportedRun } from './run-export';

/** The id by which a run is recognized wherever it is imported. */
export function originOf(run: Pick<ExportedRun, 'id' | 'originId'>): string {
  return run.originId ?? run.id;
}

export function parentOriginOf(run: Pick<ExportedRun, 'parentId' | 'parentOriginId'>): string | null {
  return run.parentOriginId ?? run.parentId;
}
