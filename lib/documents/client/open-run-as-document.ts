import { documentOfRuns, type RunToOpen } from '@/lib/documents/model/document-of-runs';
import { documentsOfRuns } from '@/lib/history/client/documents-of-runs';
import { MAX_GENERATIONS } from '@/lib/history/model/run-lineage';
import { ApiError } from '@/lib/platform/client/http/api-error';
import { newUuid } from '@/lib/platform/client/uuid';
import { fetchRun } from '@/lib/runs/client/run-detail';
import type { RunDetail } from '@/lib/runs/model/runs';
import { getCurrentDocument } from './current-document';
import { fetchDocument } from './document-api';
import { documentHref } from './document-url';
import { saveNewDocument } from './save-new-document';
import { notePlaceOfTab } from './trail-of-tab';

/**
 * The document that the run was written in, with its text as it was then; else one that is made of the run and those
 * that it came from. Returns its address. Throws `ApiError`, also where a prompt is token ids.
 */
export async function openRunAsDocument(runId: string, choice = 0): Promise<string> {
  const [id] = await documentsOfRuns([runId]);
  const { nodes = [] } = id === undefined ? {} : await fetchDocument(id);
  const steps = nodes.filter((node) => node.runId === runId);
  const step = steps.find((node) => node.choice === choice) ?? steps[0];
  if (id === undefined || step === undefined) return makeDocument(runId, choice);
  notePlaceOfTab({ id, head: step.id, trail: null });
  const open = getCurrentDocument();
  if (open?.id === id) open.session.goTo(step.id);
  return documentHref(id);
}

async function makeDocument(runId: string, choice: number): Promise<string> {
  const runs: RunToOpen[] = [];
  let shown = choice;
  let next: string | null = runId;
  let title: string | null = null;
  while (next !== null && runs.length < MAX_GENERATIONS) {
    const run = await fetchAncestor(next, runs.length === 0);
    if (run === null) break;
    if (runs.length === 0) title = run.title;
    const text = run.state.choices[shown]?.text ?? '';
    runs.unshift({ id: run.id, request: run.request, choice: shown, text, createdAt: run.createdAt });
    shown = run.branch?.choiceIndex ?? 0;
    next = run.parentId;
  }
  const nodes = documentOfRuns(runs, newUuid);
  if (nodes === null) throw new ApiError({ status: 400, code: 'no_text', message: NO_TEXT });
  return documentHref(await saveNewDocument(nodes, title));
}

const NO_TEXT = "This run has a prompt of token IDs, which a document can't show.";

/** Null: it is gone, and the document begins after it. */
async function fetchAncestor(runId: string, isNeeded: boolean): Promise<RunDetail | null> {
  try {
    return await fetchRun(runId);
  } catch (error) {
    if (!isNeeded && error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}
