import { buildRequest, sameValue } from '@/lib/protocol/request/settings';
import type { StartRequest } from '@/lib/runs/client/run-view';
import { changesText } from '@/lib/runs/model/change-text';
import { requestChanges } from '@/lib/runs/model/request-changes';
import { isOnlyScoring } from '@/lib/runs/model/score/score-request';
import { type Draft, draftPrompt } from './draft';

/**
 * What the editor and the settings say otherwise than the request of a run: `prompt, temperature 0.2 → 0.9`.
 * Empty while they are the run's. A run that scores its prompt has settings of its own, which are not compared.
 */
export function differencesFromRun(draft: Draft, { connectionId, request, retries }: StartRequest): string {
  if (isOnlyScoring(request)) {
    return [
      !sameValue(draftPrompt(draft), request.prompt) && 'prompt',
      (draft.connectionId ?? connectionId) !== connectionId && 'connection',
      draft.model.trim() !== request.model && 'model',
    ]
      .filter(Boolean)
      .join(', ');
  }
  const now = buildRequest({ model: draft.model.trim(), prompt: '', settings: draft.settings });
  const { settings } = requestChanges(
    { request: { ...request, prompt: '' }, retries, connectionName: connectionId },
    {
      request: now.request,
      retries: now.retries ?? null,
      connectionName: draft.connectionId ?? connectionId,
    },
  );
  const others = settings.filter(({ name }) => name !== 'connection');
  return [
    ...(sameValue(draftPrompt(draft), request.prompt) ? [] : ['prompt']),
    // By name it would say the same as the connection above, which everybody sees.
    ...(others.length < settings.length ? ['connection'] : []),
    ...(others.length > 0 ? [changesText(others)] : []),
  ].join(', ');
}
