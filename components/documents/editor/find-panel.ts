import { findNext, findPrevious, openSearchPanel, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension, Prec } from '@codemirror/state';
import { keymap } from '@codemirror/view';
import { EDITOR_SHORTCUTS, editorKey } from '@/lib/documents/client/editor-shortcuts';
import { createFindPanel } from './find-panel-view';

const scope = 'editor search-panel';

/** The panel over the text, and its keys. Not the editor's other ones for finding: browsers use them. */
export const findPanel: Extension = [
  search({ top: true, createPanel: createFindPanel }),
  EditorState.phrases.of({
    'replaced match on line $': 'Replaced on line $',
    'replaced $ matches': 'Replaced $ matches',
    'current match': 'Match',
  }),
  Prec.high(
    keymap.of([
      { key: editorKey(EDITOR_SHORTCUTS.find.keys), run: openSearchPanel, scope },
      { key: editorKey(EDITOR_SHORTCUTS.findNext.keys), run: findNext, scope, preventDefault: true },
      { key: editorKey(EDITOR_SHORTCUTS.findPrevious.keys), run: findPrevious, scope, preventDefault: true },
      ...searchKeymap.filter(({ key }) => key === 'Escape'),
    ]),
  ),
];

export const openPanel = openSearchPanel;
