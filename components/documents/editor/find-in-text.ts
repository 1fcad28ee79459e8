import { Compartment, type Extension } from '@codemirror/state';
import { type EditorView, keymap } from '@codemirror/view';
import { toast } from '@/components/ui/toast';

/** Find and replace, whose code comes with the first Ctrl+F. */
export function findInText(): Extension {
  const place = new Compartment();
  const open = (view: EditorView): boolean => {
    import('./find-panel').then(
      ({ findPanel, openPanel }) => {
        if (!view.dom.isConnected) return;
        view.dispatch({ effects: place.reconfigure(findPanel) });
        openPanel(view);
      },
      () => toast("Couldn't load this. Check your network.", { tone: 'bad' }),
    );
    return true;
  };
  return [place.of([]), keymap.of([{ key: 'Mod-f', run: open }])];
}
