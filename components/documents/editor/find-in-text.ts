import { Compartment, type Extension } from '@codemirror/state';
import { type EditorView, keymap } from '@codemirror/view';
import { toast } from '@/components/ui/toast';
import { EDITOR_SHORTCUTS, editorKey } from '@/lib/documents/client/editor-shortcuts';

const place = new Compartment();

/** Find and replace, whose code comes with the first Ctrl+F. */
export function findInText(): Extension {
  return [place.of([]), keymap.of([{ key: editorKey(EDITOR_SHORTCUTS.find.keys), run: openFind }])];
}

export function openFind(view: EditorView): boolean {
  import('./find-panel').then(
    ({ findPanel, openPanel }) => {
      if (!view.dom.isConnected) return;
      view.dispatch({ effects: place.reconfigure(findPanel) });
      openPanel(view);
    },
    () => toast("Couldn't load this. Check your network.", { tone: 'bad' }),
  );
  return true;
}
