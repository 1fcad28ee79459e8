import type { Draft } from '@/lib/playground/client/draft';
import { type PreparedRun, prepareRun } from '@/lib/playground/client/draft-run';
import { withSent, withValue } from '@/lib/playground/client/draft-settings';
import { NO_TEXTS } from '@/lib/playground/client/injected-texts';
import { textToSend } from './context-choice';
import type { Continuation } from './continuation';
import { chosenFillIn } from './fill-in-choice';

/** What a run sends that writes into a document there: the draft with the prompt that the text makes. */
export function continuationDraft(
  draft: Draft,
  { before: whole, after }: Pick<Continuation, 'before' | 'after'>,
): Draft {
  const before = textToSend(draft.connectionId, draft.model, whole);
  const { kind, template } = chosenFillIn(draft.connectionId, draft.model);
  const fills = isFilledIn(after) ? kind : 'waits';
  // `echo` would put the text before it into the document once more.
  const plain = withSent(withSent(draft.settings, 'echo', false), 'suffix', false);
  const settings = fills === 'suffix' ? withValue(plain, 'suffix', after) : plain;
  const prompt = fills === 'template' && template ? template.prompt(before, after) : before;
  return {
    ...draft,
    prompts: [prompt],
    asList: false,
    asIds: false,
    injected: NO_TEXTS,
    settings,
    parent: null,
  };
}

/** The run that writes into a document there, with the draft's connection, model and settings. */
export function prepareContinuation(
  draft: Draft,
  { parent, ...text }: Omit<Continuation, 'step'>,
): PreparedRun {
  const prepared = prepareRun(continuationDraft(draft, text));
  if (!prepared.ok || !parent) return prepared;
  return { ok: true, run: { ...prepared.run, parentId: parent.runId, branch: parent.branch } };
}

/** White space at the end of a text is no text that a model has to lead to. */
export function isFilledIn(after: string): boolean {
  return /\S/.test(after);
}
