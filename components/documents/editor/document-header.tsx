'use client';

import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useStore } from 'zustand';
import { TokenColoursSelect, TokenLegend } from '@/components/runs/token-colours-select';
import { WhatIfSwitch } from '@/components/runs/what-if/what-if-switch';
import { Switch } from '@/components/ui/switch';
import { Tooltip } from '@/components/ui/tooltip';
import type { DocumentStatus } from '@/lib/documents/client/open-document';
import { countWords } from '@/lib/documents/model/count-words';
import { isSent } from '@/lib/playground/client/draft-settings';
import { useDraft } from '@/lib/playground/client/draft-store';
import { useTokenColours } from '@/lib/runs/client/token-colours';
import { whatIfOf } from '@/lib/runs/client/what-if';
import { SuggestSwitch } from '../suggest/suggest-switch';
import { askForProbabilities } from './ask-for-probabilities';
import { useDocument, useDocumentView } from './document-context';
import { settingsAtCursor, useKnownTokens } from './known-tokens';

/** Over the text: its title, who wrote what, and whether it is saved. */
export function DocumentHeader({
  modeSwitch,
  share,
  menu,
}: Record<'modeSwitch' | 'share' | 'menu', ReactNode>) {
  const hasModelText = useDocumentView(({ text }) => text.spans.some(({ source }) => source !== null));
  return (
    <header className="@container flex min-h-9 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-0.5 pr-2 pl-4 pointer-coarse:min-h-11">
      {modeSwitch}
      <Title />
      {/* Where it is narrow on a line of their own, under the title: by the width alone, so that the text keeps its place. */}
      <div className="group/tools ml-auto flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 max-wide:order-last max-wide:basis-full phone:not-has-[[role=status]]:hidden @max-[660px]:order-last @max-[660px]:basis-full">
        <Saving />
        {/* A phone has one line, for what acts on the text. */}
        <Words />
        {hasModelText && (
          <span className="mr-auto text-2xs whitespace-nowrap text-ink-2 max-wide:pointer-coarse:hidden wide:@min-[660px]:@max-[960px]:group-has-data-what-if/tools:hidden">
            <span className="model-legend rounded-[2px] px-1">Model</span> · You
          </span>
        )}
        {/* On a phone the menu has them. */}
        <span className="contents phone:hidden">
          <SuggestSwitch />
          {hasModelText && <TokenTools />}
        </span>
      </div>
      <div className="flex shrink-0 items-center @max-[660px]:ml-auto">
        {share}
        {menu}
      </div>
    </header>
  );
}

/** Where there are probabilities: what colours show, and other settings. */
function TokenTools() {
  const controller = useDocument();
  const known = useKnownTokens();
  if (known === 'loading') return null;
  if (known === 'nothing') return <AlternativesSwitch />;
  return (
    <>
      {known === 'alternatives' && (
        <WhatIfSwitch store={whatIfOf(controller.document)} own={() => settingsAtCursor(controller)} />
      )}
      <TokenColoursSelect className="w-32 shrink-0" />
    </>
  );
}

/** Where the model's text came without any: whether the next run asks for them. */
function AlternativesSwitch() {
  const id = useId();
  const asked = useDraft(({ settings }) => isSent(settings, 'logprobs'));
  return (
    <Tooltip content="Starting with your next run, each token has alternatives (log probabilities)">
      <span className="flex items-center gap-1 text-xs text-ink-2">
        <label htmlFor={id} className="pointer-coarse:py-2.5">
          Alternatives
        </label>
        <Switch id={id} checked={asked} onCheckedChange={askForProbabilities} />
      </span>
    </Tooltip>
  );
}

/** What the colors of the tokens mean, while there are some. */
export function ColoursLegend() {
  const by = useTokenColours();
  const known = useKnownTokens();
  const trying = useStore(whatIfOf(useDocument().document), (state) => state.own !== null);
  if (by === 'off' || trying || known === 'loading' || known === 'nothing') return null;
  return <TokenLegend by={by} className="flex pr-2 max-wide:tall:hidden" />;
}

/** Characters of the first line that stand for a title. */
const FIRST_WORDS = 60;

function Title() {
  const { document } = useDocument();
  const title = useStore(document.status, (status) => status.title);
  const first = useDocumentView(({ text }) => firstLine(text.text));
  const [isEdited, setIsEdited] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isEdited) field.current?.select();
  }, [isEdited]);
  if (!isEdited) {
    const shown = title ?? (first || 'Untitled document');
    return (
      <button
        ref={button}
        type="button"
        aria-label={`Rename document “${shown}”`}
        title="Rename"
        onClick={() => setIsEdited(true)}
        className={`min-w-0 max-w-[40ch] flex-1 truncate rounded-sm px-1 text-left text-xs hover:bg-hover pointer-coarse:min-h-10 ${title === null ? 'text-ink-3' : 'font-medium text-ink'}`}
      >
        {shown}
      </button>
    );
  }
  const save = () => {
    const written = field.current?.value.trim() ?? '';
    setIsEdited(false);
    if (written !== (title ?? '')) document.rename(written === '' ? null : written);
  };
  return (
    <input
      ref={field}
      aria-label="Document title"
      defaultValue={title ?? ''}
      placeholder={first || 'Untitled document'}
      maxLength={200}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') flushSync(save);
        else if (event.key === 'Escape') flushSync(() => setIsEdited(false));
        else return;
        button.current?.focus();
        event.preventDefault();
        event.stopPropagation();
      }}
      className="h-6 min-w-0 max-w-[40ch] flex-1 rounded-sm border border-line-strong bg-surface px-1 text-xs pointer-coarse:h-10"
    />
  );
}

function firstLine(text: string): string {
  const start = text.slice(0, 400).trimStart();
  const end = start.indexOf('\n');
  const line = end === -1 ? start : start.slice(0, end);
  return line.length > FIRST_WORDS ? `${line.slice(0, FIRST_WORDS).trimEnd()}…` : line;
}

const SAVING: Readonly<Record<DocumentStatus['saving'], string>> = {
  saved: 'Saved',
  saving: 'Saving…',
  local: "Saved in this browser. Can't reach the server.",
  full: "Not saved: the browser's storage is full. Reloading loses your latest changes.",
  refused: 'Not saved: the server rejected it.',
};

function Saving() {
  const { document } = useDocument();
  const { saving, why, elsewhere } = useStore(document.status);
  const isFine = saving === 'saved' || saving === 'saving';
  const isEmpty = useDocumentView(({ tree }) => tree.nodes.size === 0);
  return (
    // What is as usual is not read aloud after each pause.
    <span
      role={isFine && elsewhere === null ? undefined : 'status'}
      className={`text-xs ${isFine ? `text-ink-3 ${elsewhere === null ? 'max-wide:pointer-coarse:hidden wide:@min-[660px]:@max-[960px]:sr-only' : ''}` : 'text-warn'}`}
    >
      {isEmpty && saving === 'saved' ? '' : (why ?? SAVING[saving])}
      {elsewhere === 'open' && ' · Open in another tab'}
      {elsewhere === 'changed' && ' · Changed in another tab: both versions are kept as branches'}
    </span>
  );
}

/** Counting a megabyte on every key would be felt. */
const QUIET_MS = 400;
const NUMBER = new Intl.NumberFormat('en-US');

/** Written outside of React, since it changes with every word. */
function Words() {
  const { session } = useDocument();
  const output = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const count = () => {
      timer = undefined;
      const words = countWords(session.view().text.text);
      if (output.current)
        output.current.textContent = `${NUMBER.format(words)} ${words === 1 ? 'word' : 'words'}`;
    };
    count();
    const forget = session.views.subscribe(() => {
      timer ??= setTimeout(count, QUIET_MS);
    });
    return () => {
      clearTimeout(timer);
      forget();
    };
  }, [session]);
  return (
    <span
      ref={output}
      className="text-xs whitespace-nowrap text-ink-3 tabular-nums max-wide:pointer-coarse:hidden"
    />
  );
}
