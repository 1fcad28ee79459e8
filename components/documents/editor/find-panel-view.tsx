'use client';

import {
  closeSearchPanel,
  findNext,
  findPrevious,
  getSearchQuery,
  replaceAll,
  replaceNext,
  SearchQuery,
  setSearchQuery,
} from '@codemirror/search';
import type { EditorState } from '@codemirror/state';
import { type EditorView, type Panel, runScopeHandlers } from '@codemirror/view';
import { CaseSensitive, ChevronLeft, ChevronRight, Regex, WholeWord, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { TextField } from '@/components/ui/text-field';
import { EDITOR_SHORTCUTS } from '@/lib/documents/client/editor-shortcuts';

/** The panel for finding and replacing, in the place of the editor's own. */
export function createFindPanel(view: EditorView): Panel {
  const dom = document.createElement('div');
  const root = createRoot(dom);
  const render = (state: EditorState) => root.render(<FindPanel view={view} state={state} />);
  render(view.state);
  return {
    dom,
    top: true,
    update({ state, startState, docChanged, selectionSet }) {
      const isOther = !getSearchQuery(state).eq(getSearchQuery(startState));
      if (docChanged || selectionSet || isOther) render(state);
    },
    // Not while React draws the page, which may be what closes the editor.
    destroy: () => setTimeout(() => root.unmount()),
  };
}

function FindPanel({ view, state }: { view: EditorView; state: EditorState }) {
  const query = getSearchQuery(state);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const change = (changes: Partial<ConstructorParameters<typeof SearchQuery>[0]>) => {
    const { search, replace, caseSensitive, regexp, wholeWord } = query;
    const next = new SearchQuery({ search, replace, caseSensitive, regexp, wholeWord, ...changes });
    view.dispatch({ effects: setSearchQuery.of(next) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { nativeEvent, key, shiftKey, target } = event;
    if (nativeEvent.isComposing) return;
    const isEnter = key === 'Enter' && target instanceof HTMLInputElement;
    if (isEnter && target !== field.current) replaceNext(view);
    else if (isEnter) (shiftKey ? findPrevious : findNext)(view);
    else if (!runScopeHandlers(view, nativeEvent, 'search-panel')) return;
    event.preventDefault();
  };
  const isInvalid = query.search !== '' && !query.valid;
  const nothing = query.search === '' || isInvalid;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the fields and buttons in it
    <div
      onKeyDown={onKeyDown}
      className="flex flex-col gap-1 px-4 py-1.5 font-sans text-xs text-ink-2 max-wide:px-2"
    >
      <div className="flex min-w-0 flex-wrap items-center gap-1">
        <TextField
          ref={field}
          main-field="true"
          aria-label="Find"
          placeholder="Find"
          autoCapitalize="off"
          aria-invalid={isInvalid || undefined}
          value={query.search}
          onChange={(event) => change({ search: event.target.value })}
          className="h-7 w-56! min-w-32 flex-1 sm:flex-none"
        />
        <MatchCount query={query} state={state} isInvalid={isInvalid} />
        <IconButton
          size="sm"
          label={EDITOR_SHORTCUTS.findPrevious.label}
          shortcut={EDITOR_SHORTCUTS.findPrevious.keys}
          aria-disabled={nothing}
          onClick={() => findPrevious(view)}
        >
          <ChevronLeft aria-hidden="true" />
        </IconButton>
        <IconButton
          size="sm"
          label={EDITOR_SHORTCUTS.findNext.label}
          shortcut={EDITOR_SHORTCUTS.findNext.keys}
          aria-disabled={nothing}
          onClick={() => findNext(view)}
        >
          <ChevronRight aria-hidden="true" />
        </IconButton>
        <IconButton
          size="sm"
          label="Match case"
          word="Match case"
          pressed={query.caseSensitive}
          onClick={() => change({ caseSensitive: !query.caseSensitive })}
        >
          <CaseSensitive aria-hidden="true" />
        </IconButton>
        <IconButton
          size="sm"
          label="Whole words"
          word="Whole words"
          pressed={query.wholeWord}
          onClick={() => change({ wholeWord: !query.wholeWord })}
        >
          <WholeWord aria-hidden="true" />
        </IconButton>
        <IconButton
          size="sm"
          label="Regex"
          tooltip="Regular expression"
          word="Regex"
          pressed={query.regexp}
          onClick={() => change({ regexp: !query.regexp })}
        >
          <Regex aria-hidden="true" />
        </IconButton>
        <IconButton
          size="sm"
          label="Close"
          shortcut="escape"
          onClick={() => closeSearchPanel(view)}
          className="ml-auto"
        >
          <X aria-hidden="true" />
        </IconButton>
      </div>
      <div className="flex min-w-0 flex-wrap items-center gap-1">
        <TextField
          aria-label="Replace with"
          placeholder="Replace with"
          autoCapitalize="off"
          value={query.replace}
          onChange={(event) => change({ replace: event.target.value })}
          className="h-7 w-56! min-w-32 flex-1 sm:flex-none"
        />
        <Button size="sm" aria-disabled={nothing} onClick={() => nothing || replaceNext(view)}>
          Replace
        </Button>
        <Button size="sm" aria-disabled={nothing} onClick={() => nothing || replaceAll(view)}>
          Replace all
        </Button>
      </div>
    </div>
  );
}

/** More matches are not counted. */
const MAX_COUNTED = 1_000;
/** A megabyte is not searched again with every key. */
const QUIET_MS = 150;

/** How many matches there are, and which of them is selected. */
function MatchCount({
  query,
  state,
  isInvalid,
}: {
  query: SearchQuery;
  state: EditorState;
  isInvalid: boolean;
}) {
  const [counted, setCounted] = useState('');
  useEffect(() => {
    const timer = setTimeout(
      () => setCounted(query.search === '' ? '' : countMatches(query, state)),
      QUIET_MS,
    );
    return () => clearTimeout(timer);
  }, [query, state]);
  return (
    <span
      role="status"
      className={`min-w-16 px-1 whitespace-nowrap tabular-nums ${isInvalid ? 'text-bad' : 'text-ink-3'}`}
    >
      {isInvalid ? 'Invalid regular expression' : counted}
    </span>
  );
}

function countMatches(query: SearchQuery, state: EditorState): string {
  if (!query.valid) return '';
  const { from, to } = state.selection.main;
  const cursor = query.getCursor(state);
  let count = 0;
  let current = 0;
  for (let next = cursor.next(); !next.done && count < MAX_COUNTED; next = cursor.next()) {
    count += 1;
    if (next.value.from === from && next.value.to === to) current = count;
  }
  if (count === 0) return 'No matches';
  const all = count === MAX_COUNTED ? `${count.toLocaleString('en-US')}+` : String(count);
  if (current > 0) return `${current} of ${all}`;
  return `${all} ${count === 1 ? 'match' : 'matches'}`;
}
