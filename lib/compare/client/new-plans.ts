import type { ComparisonPlan, Variant } from '@/lib/compare/model/plan';
import { plannedPrompt, planOfVariants } from '@/lib/compare/model/plan-cells';
import { recentModels } from '@/lib/connections/client/recent-models';
import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import type { Connection } from '@/lib/connections/model/connections';
import { type Draft, draftPrompt } from '@/lib/playground/client/draft';
import { withValue } from '@/lib/playground/client/draft-settings';
import { PRACTICE_MODEL_ID } from '@/lib/practice/practice-model-id';
import { sameValue, settingsFromRequest } from '@/lib/protocol/request/settings';
import type { Prompt } from '@/lib/protocol/request/value-kinds';
import type { RunDetail } from '@/lib/runs/model/runs';
import { newColumnId } from './column-edits';

/** The values that a first comparison varies. */
const TEMPERATURES = [0, 0.7, 1.2] as const;

/**
 * What an address without anything to open starts from: the playground's draft three times, each with another
 * temperature, so that Run all shows something at once.
 */
export function starterPlan(draft: Draft, connections: readonly Connection[]): ComparisonPlan {
  const first = columnOfDraft(draft, connections);
  const [cold, ...others] = TEMPERATURES;
  const at = (temperature: number) => ({
    ...first,
    id: newColumnId(),
    settings: withValue(first.settings, 'temperature', temperature),
  });
  return planOfVariants(plannedPrompt(draftPrompt(draft)), [at(cold), ...others.map(at)]);
}

/** The playground's draft as it is, and beside it the same once more, ready to be changed. */
export function planOfDraft(draft: Draft, connections: readonly Connection[]): ComparisonPlan {
  const column = columnOfDraft(draft, connections);
  return planOfVariants(plannedPrompt(draftPrompt(draft)), [column, { ...column, id: newColumnId() }]);
}

/**
 * A column with the same request as the playground's draft.
 * @param shared the prompt of the comparison; a draft with another prompt becomes a column with its own
 */
export function columnOfDraft(draft: Draft, connections: readonly Connection[], shared?: Prompt): Variant {
  const { model, settings } = draft;
  const prompt = draftPrompt(draft);
  const known = connections.find(({ id }) => id === draft.connectionId);
  const connection = known ?? connections.find(({ isDefault }) => isDefault) ?? connections[0];
  const connectionId = connection?.id ?? PRACTICE_CONNECTION_ID;
  const keepsModel = model !== '' && (known !== undefined || draft.connectionId === null);
  return {
    id: newColumnId(),
    name: null,
    connectionId,
    model: keepsModel ? model : modelFor(connectionId, connection),
    settings,
    ...(shared === undefined || sameValue(prompt, shared) ? {} : plannedPrompt(prompt)),
  };
}

/** The model to start with on a connection: the one used there last, else the one its owner named. */
export function modelFor(connectionId: string, connection: Connection | undefined): string {
  const named = connectionId === PRACTICE_CONNECTION_ID ? PRACTICE_MODEL_ID : '';
  return recentModels(connectionId)[0] ?? connection?.defaultModel ?? named;
}

/**
 * Runs of the history side by side, shown without being run again. The first one's prompt is the shared one.
 */
export function planOfRuns(runs: readonly [RunDetail, ...RunDetail[]]): ComparisonPlan {
  const [first, ...others] = runs;
  const { prompt } = first.request;
  const columns = others.map((run) => columnOfRun(run, prompt));
  return planOfVariants(plannedPrompt(prompt), [columnOfRun(first, prompt), ...columns]);
}

export function columnOfRun(run: RunDetail, shared: Prompt): Variant {
  const { prompt, model } = run.request;
  return {
    id: newColumnId(),
    name: run.title === null ? null : run.title.slice(0, 80),
    connectionId: run.connectionId,
    model,
    settings: settingsFromRequest(run.request, run.retries ?? undefined),
    ...(sameValue(prompt, shared) ? {} : plannedPrompt(prompt)),
    fromRunId: run.id,
  };
}
