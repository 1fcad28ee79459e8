import { buildRequest, sameValue } from '@/lib/protocol/request/settings';
import type { StartRequest } from '@/lib/runs/client/run-view';
import { changesText } from '@/lib/runs/model/change-text';
import { requestChanges } from '@/lib/runs/model/request-changes';
import { type Draft, draftPrompt } from './draft';

/**
 * What the editor and the settings say otherwise than the request of a run: `prompt, temperature 0.2 → 0.9`.
 * Empty while they are the run's.
 */
export function differencesFromRun(draft: Draft, { connectionId, request, retries }: StartRequest): string {
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
