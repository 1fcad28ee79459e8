import type { DocumentNode } from '@/lib/documents/model/document-node';
import { completeGeneration } from './complete-generation';
import type { DocumentSession } from './document-session';

/** Follows the runs of generations that other pages have begun, or that were open when the document was opened. */
export function completeOpenSteps(session: DocumentSession) {
  const leaving = new AbortController();
  /** Those that this page has begun follow their runs by themselves. */
  const own = new Set<string>();
  const followed = new Set<string>();
  return {
    noteOwn(nodes: readonly DocumentNode[]) {
      for (const { id, open } of nodes) if (open && !followed.has(id)) own.add(id);
    },
    complete(nodes: readonly DocumentNode[]) {
      for (const node of nodes) {
        const { id, open, runId, choice } = node;
        if (!open || own.has(id) || followed.has(id) || !session.view().tree.nodes.has(id)) continue;
        followed.add(id);
        // The text may have been brought here before the run had a name.
        const isNamed = session.view().tree.nodes.get(id)?.runId === runId;
        if (runId !== null && !isNamed) session.nameRun(id, runId, choice);
        void completeGeneration(session, node, leaving.signal);
      }
    },
    leave: () => leaving.abort(),
  };
}
