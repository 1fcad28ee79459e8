import { isOfIds, promptTexts } from '@/lib/protocol/request/prompts';
import type { Prompt } from '@/lib/protocol/request/value-kinds';
import { comesFrom, sharesPieces, withoutFrame } from '@/lib/protocol/text/comes-from';
import { cutText } from '@/lib/protocol/text/cut-text';
import { getStoredOutputs, getStoredRequest, type StoredRequest } from '@/lib/runs/db/stored-request';
import { requestChanges } from '@/lib/runs/model/request-changes';
import type { Branch, StartRun } from '@/lib/runs/model/runs';
import { MAX_CHANGE_TEXT, type SettingChange } from '@/lib/runs/model/setting-changes';

/** What a new run is made from; null: nothing. */
interface StoredOrigin {
  readonly parentId: string | null;
  readonly branch: Branch | null;
}

/**
 * Where a new run leaves its parent. When it changes settings and nothing else, with these, so that its line in
 * the history can say what is different from the one below; when it branched at a token, with the words before it. When it
 * changes nothing, it is its parent run again.
 * The editor names the run before as the parent of every run; one with an unrelated prompt has none.
 */
export async function originToStore(
  run: Pick<StartRun, 'request' | 'retries' | 'parentId' | 'branch'> & { readonly userId: string },
  connectionName: string,
): Promise<StoredOrigin> {
  const { userId, request, retries = null, parentId = null, branch = null } = run;
  const origin = { parentId, branch: branch?.kind === 'branch' ? withEnd(branch, request.prompt) : branch };
  if ((branch?.kind !== 'edit' && branch?.kind !== 'append') || parentId === null) return origin;
  const before = await getStoredRequest(userId, parentId);
  if (before === null) return origin;
  const { prompt, settings } = requestChanges(before, { request, retries, connectionName });
  if (prompt.kind !== 'same') {
    const isRelated = await comesFromRun(userId, before, request.prompt);
    return isRelated ? origin : { parentId: null, branch: null };
  }
  if (branch.kind === 'append') return origin;
  if (settings.length === 0) return { parentId, branch: { kind: 'regenerate' } };
  return { parentId, branch: { ...branch, changes: settings.map(withShortValues) } };
}

/** A run of more choices may be a thousand of them: what was made from a later one alone has no parent. */
const OUTPUTS_READ = { choices: 8, characters: 20_000 };

/** Whether a prompt was made from a run's prompt, or from what the run wrote. */
async function comesFromRun(userId: string, before: StoredRequest, prompt: Prompt): Promise<boolean> {
  // The same text may stand there as token ids.
  if (isOfIds(prompt) !== isOfIds(before.request.prompt)) return true;
  const text = promptTexts(prompt).join('\n');
  const source = promptTexts(before.request.prompt).join('\n');
  if (comesFrom(text, source)) return true;
  const outputs = await getStoredOutputs(userId, before.id, OUTPUTS_READ);
  // The frame of a template is in every text that was put into it: it says nothing of where this one is from.
  const own = withoutFrame(text, source);
  return outputs.some((output) => sharesPieces(own, output));
}

/** Letters of the end of a prompt, more than a line shows. */
const END_LETTERS = 40;

/** Its line names the word that it went on from, which the beginning of a long prompt does not have. */
function withEnd(branch: Branch, prompt: Prompt): Branch {
  if (typeof prompt !== 'string') return branch;
  // Without half a surrogate pair at its start.
  const end = prompt
    .slice(-4 * END_LETTERS)
    .replace(/^[\udc00-\udfff]/, '')
    .replace(/\s+/g, ' ');
  return { ...branch, after: [...end].slice(-END_LETTERS).join('') };
}

function withShortValues({ name, before, after }: SettingChange): SettingChange {
  return {
    name,
    before: before && cutText(before, MAX_CHANGE_TEXT),
    after: after && cutText(after, MAX_CHANGE_TEXT),
  };
}
