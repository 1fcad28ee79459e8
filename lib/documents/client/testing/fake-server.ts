import type { DocumentNode } from '@/lib/documents/model/document-node';
import { EMPTY_TREE, type NodeId, textAt, withNodes } from '@/lib/documents/model/document-tree';
import type { DocumentDetail, Saved, StepsToSave } from '@/lib/documents/model/documents';
import { ApiError, OFFLINE } from '@/lib/platform/client/http/api-error';

/** One document on a server, as `lib/documents/server/save-steps.ts` saves it, and a network that can be cut. */
export function createFakeServer() {
  const nodes = new Map<string, { node: DocumentNode; revision: number }>();
  let head: NodeId = null;
  let revision = 0;
  const network = { isCut: false, losesAnswers: false };

  const tree = () => withNodes(EMPTY_TREE, all());
  const all = () => [...nodes.values()].map(({ node }) => node);
  const bodyOf = ({ parentId, changes }: DocumentNode) => JSON.stringify([parentId, changes]);

  function take(save: StepsToSave): Saved {
    if (save.since > 0 && revision === 0) throw new ApiError({ status: 404, code: 'not_found', message: '' });
    const known = revision;
    const conflicts = new Set<string>();
    const next = revision + 1;
    let changed = false;
    for (const node of save.nodes) {
      const before = nodes.get(node.id)?.node;
      if (conflicts.has(node.parentId ?? '')) conflicts.add(node.id);
      else if (before === undefined || before.open) {
        const parent = node.parentId === null ? null : nodes.get(node.parentId)?.node;
        if (parent === undefined || parent?.open)
          throw new Error('The page has sent a step without its parent.');
        if (before && JSON.stringify(before) === JSON.stringify(node)) continue;
        nodes.set(node.id, { node, revision: next });
        // Throws where the step does not fit.
        textAt(tree(), node.id);
        changed = true;
      } else if (!node.open && bodyOf(before) !== bodyOf(node)) conflicts.add(node.id);
    }
    if (save.head !== null && !conflicts.has(save.head)) {
      if (!nodes.has(save.head)) throw new Error('The page has sent a head that is not there.');
      head = save.head;
    }
    if (changed || known === 0) revision = next;
    const sent = new Set(save.nodes.map(({ id }) => id));
    const foreign = [...nodes.values()].filter(
      ({ node, revision: of }) => conflicts.has(node.id) || (of > save.since && !sent.has(node.id)),
    );
    return { revision, nodes: foreign.map(({ node }) => node), conflicts: [...conflicts] };
  }

  return {
    network,
    async send(save: StepsToSave): Promise<Saved> {
      // As over the wire.
      const body = structuredClone(save);
      await Promise.resolve();
      if (network.isCut) throw new ApiError(OFFLINE);
      const saved = take(body);
      await Promise.resolve();
      if (network.losesAnswers) throw new ApiError(OFFLINE);
      return structuredClone(saved);
    },
    detail(): DocumentDetail | null {
      if (revision === 0) return null;
      const { text, spans } = textAt(tree(), head);
      const time = new Date(0).toISOString();
      const fields = { id: 'a', title: null, head, revision, text, spans, createdAt: time, updatedAt: time };
      return structuredClone({ ...fields, nodes: all() });
    },
    /** Every text that can be reached. */
    texts(): Set<string> {
      const steps = tree();
      return new Set([null, ...nodes.keys()].map((id) => textAt(steps, id).text));
    },
    open: () => all().filter((node) => node.open),
  };
}
