import { toast } from '@/components/ui/toast';
import { getDraft, replaceDraft, replacedDrafts, subscribeDraft } from '@/lib/playground/client/draft-store';
import {
  getCurrentRun,
  getCurrentStore,
  isRunning,
  subscribeRuns,
} from '@/lib/playground/client/run-controller';

/**
 * Says what happened to the draft, with an Undo. Both are on the playground only: elsewhere nobody could see what the
 * Undo does. Once another draft has come it does nothing, since it would give that one's text or settings away. What was
 * typed since comes back with Redo.
 * @param id the newest with this one replaces those before; null: each stands by itself
 * @param options `replaces`: the undo replaces all of the prompts or settings, and takes away what was changed since;
 *   `runId`: the run that comes with the draft, and may still be going when it is opened
 */
export function draftToast(
  message: string,
  undo: () => void,
  id: 'draft' | 'settings' | null = 'draft',
  {
    label = 'Undo',
    replaces = false,
    runId = null,
  }: { label?: string; replaces?: boolean; runId?: string | null } = {},
): void {
  const count = replacedDrafts();
  const after = getDraft();
  const onClick = () => {
    if (replacedDrafts() !== count) {
      toast("Can't undo: the prompt and settings were replaced.");
      return;
    }
    const typed = getDraft();
    undo();
    const now = getDraft();
    const takesAway =
      replaces &&
      (['prompts', 'settings'] as const).some(
        (part) => typed[part] !== after[part] && now[part] !== typed[part],
      );
    // One with the same id would go with the press.
    if (takesAway)
      draftToast('Your later changes were undone too.', () => replaceDraft(typed), null, { label: 'Redo' });
  };
  toast(message, {
    id: id ?? undefined,
    of: 'page',
    path: '/',
    action: { label, onClick },
    // What somebody typed is worth more than a few seconds.
    ...(replaces && { duration: 60_000 }),
    until: (onEnd) => untilPast(count, runId, onEnd),
  });
}

/** Until the next run begins, or another draft comes: an Undo of something long past misleads. */
function untilPast(count: number, ownRun: string | null, onEnd: () => void): () => void {
  const store = getCurrentStore();
  const isOwn = () => ownRun !== null && getCurrentRun()?.runId === ownRun;
  const stopDrafts = subscribeDraft(() => {
    if (replacedDrafts() !== count) onEnd();
  });
  const stopRuns = subscribeRuns(() => {
    if (isRunning() && getCurrentStore() !== store && !isOwn()) onEnd();
  });
  return () => {
    stopDrafts();
    stopRuns();
  };
}
