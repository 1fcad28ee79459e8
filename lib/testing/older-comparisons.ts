import { readFileSync } from 'node:fs';
import { fromOlderAxis } from '@/lib/compare/model/older-plans';
import type { OlderRows } from '@/lib/platform/db/testing/older-rows';

/** What the last version with two forms of plans wrote (commit e6429e6c): rows, bodies of requests and a file. */
export function writtenByE6429e6c() {
  const file = readFileSync(new URL('./written-by-e6429e6c.jsonl', import.meta.url), 'utf8');
  return JSON.parse(file) as {
    readonly newComparisons: readonly { readonly plan: unknown; readonly title?: string }[];
    readonly rows: OlderRows;
    readonly file: { readonly cells: readonly unknown[]; readonly plan: unknown };
  };
}

/** The copy of a link as it is read now: every axis says what it is. */
export function withKindsOfAxes(snapshot: unknown): object {
  const { compared, ...shared } = snapshot as { compared?: { axes?: unknown[] } };
  if (!compared?.axes) return snapshot as object;
  return { ...shared, compared: { ...compared, axes: compared.axes.map(fromOlderAxis) } };
}
