import type { DocumentNode } from './document-node';
import type { NodeId } from './document-tree';

/**
 * Another id for a step whose own has been taken by another text: the same for the same step on every page, so
 * that two pages that save it make one branch of it.
 */
export function derivedId({ id, changes }: DocumentNode, parentId: NodeId): string {
  const text = JSON.stringify([id, parentId, changes]);
  const hex = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35].map((seed) => hash(text, seed)).join('');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
}

/** Eight hexadecimal digits (FNV-1a). */
function hash(text: string, seed: number): string {
  let state = seed;
  for (let at = 0; at < text.length; at += 1) {
    state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  }
  return (state >>> 0).toString(16).padStart(8, '0');
}
