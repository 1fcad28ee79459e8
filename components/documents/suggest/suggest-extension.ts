import { type Extension, Prec } from '@codemirror/state';
import { EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { isSuggesting, onSuggestChoice } from '@/lib/documents/client/suggest-choice';
import { keepSuggestion, startSuggestion } from '@/lib/documents/client/suggestion-runs';
import { createSuggestions, type Edit, type Suggestions } from '@/lib/documents/client/suggestions';
import { connectionNameOfDraft } from '../editor/connection-name';
import type { ExtensionParts } from '../editor/extension-parts';
import { fromSession } from '../editor/sync-session';
import { type GhostAction, ghostAction } from './ghost-keys';
import { ghostText, setGhost } from './ghost-text';
import { showSuggestionsOf } from './shown-suggestions';

/** Suggestions in the editor: grey text at the cursor, and the keys that take it. */
export function suggestExtension({ document: { session }, records }: ExtensionParts): Extension {
  const plugin = ViewPlugin.define((view) => {
    const suggestions = createSuggestions({
      session,
      isOn: isSuggesting,
      cursor: () => cursorOf(view),
      start: (text, at) => startSuggestion(text, at, connectionNameOfDraft()),
      keep(run) {
        const { runId } = run.view();
        if (runId === null) return;
        // Its tokens are known here, before the history has the run.
        records.add(runId, run.state, run.view().startRequest.request);
        void keepSuggestion(runId);
      },
    });
    const show = () => {
      if (view.dom.isConnected) view.dispatch({ effects: setGhost.of(suggestions.views.getState().shown) });
    };
    const forget = [
      suggestions.views.subscribe((now, before) => {
        // The text may be changing at this moment.
        if (now.shown !== before.shown) queueMicrotask(show);
      }),
      onSuggestChoice((choice) => {
        if (choice === 'off') suggestions.dismiss();
      }),
      showSuggestionsOf({ suggestions, act: (action) => act(view, suggestions, action) }),
    ];
    return {
      suggestions,
      update(update: ViewUpdate) {
        const edit = editOf(update);
        if (edit) suggestions.edited(edit);
      },
      destroy() {
        for (const end of forget) end();
        suggestions.close();
      },
    };
  });
  const keys = EditorView.domEventHandlers({
    keydown(event, view) {
      const { suggestions } = view.plugin(plugin) ?? {};
      const action = ghostAction(event);
      if (!suggestions || !action || !act(view, suggestions, action)) return false;
      event.preventDefault();
      return true;
    },
    compositionstart(_event, view) {
      view.plugin(plugin)?.suggestions.dismiss();
      return false;
    },
    blur(_event, view) {
      // A press on one of the buttons beside the text takes the focus for a moment.
      setTimeout(() => {
        if (!view.hasFocus && !document.activeElement?.closest('[data-suggestion]')) {
          view.plugin(plugin)?.suggestions.dismiss();
        }
      });
      return false;
    },
  });
  return [ghostText, plugin, Prec.highest(keys)];
}

function cursorOf(view: EditorView): number | null {
  const { main, ranges } = view.state.selection;
  const isFree = view.hasFocus && main.empty && ranges.length === 1 && !view.compositionStarted;
  return isFree ? main.head : null;
}

/** What the person did; null: nothing that a suggestion depends on. */
function editOf(update: ViewUpdate): Edit | null {
  const isOwn = update.transactions.some((transaction) => transaction.annotation(fromSession) !== undefined);
  if (!update.docChanged) return update.selectionSet && !isOwn ? { kind: 'moved' } : null;
  if (isOwn) return { kind: 'moved' };
  const { main } = update.state.selection;
  const inserted: { at: number; text: string; removes: boolean }[] = [];
  update.changes.iterChanges((fromA, toA, fromB, _toB, text) => {
    inserted.push({ at: fromB, text: text.toString(), removes: toA > fromA });
  });
  const [only, ...others] = inserted;
  const isTyped =
    only && others.length === 0 && !only.removes && main.empty && main.head === only.at + only.text.length;
  return isTyped ? { kind: 'typed', at: only.at, text: only.text } : { kind: 'edited' };
}

/** Returns whether there was something to act on. */
function act(view: EditorView, suggestions: Suggestions, action: GhostAction): boolean {
  if (action === 'dismiss') return suggestions.views.getState().shown !== null && suggestions.dismiss();
  if (action === 'next') return suggestions.views.getState().shown !== null && walk(suggestions, 1);
  if (action === 'previous') return suggestions.views.getState().shown !== null && walk(suggestions, -1);
  const cursor = suggestions.take(action);
  if (cursor === null) return false;
  view.dispatch({
    selection: { anchor: cursor },
    scrollIntoView: true,
    annotations: fromSession.of('generated'),
  });
  return true;
}

/** The key is used in any case: with nothing to walk, it must not walk something else. */
function walk(suggestions: Suggestions, by: 1 | -1): boolean {
  suggestions.walk(by);
  return true;
}
