import { findNext, findPrevious, openSearchPanel, search, searchKeymap } from '@codemirror/search';
import { type Extension, Prec } from '@codemirror/state';
import { keymap } from '@codemirror/view';

/** The panel over the text, and its keys. Not the editor's other ones for finding: browsers use them. */
export const findPanel: Extension = [
  search({ top: true }),
  Prec.high(
    keymap.of([
      { key: 'Mod-f', run: openSearchPanel, scope: 'editor search-panel' },
      { key: 'F3', run: findNext, shift: findPrevious, scope: 'editor search-panel', preventDefault: true },
      ...searchKeymap.filter(({ key }) => key === 'Escape'),
    ]),
  ),
];

export const openPanel = openSearchPanel;
