'use client';

import { useEffect, useState } from 'react';
import { TrapNotice } from '@/components/playground/editor/trap-notice';
import { Button } from '@/components/ui/button';
import { chooseSentLength, textToSend, useSentLength } from '@/lib/documents/client/context-choice';
import { findTooLong, type TooLong } from '@/lib/documents/client/context-fit';
import { useChosenFillIn } from '@/lib/documents/client/fill-in-choice';
import { isFilledIn } from '@/lib/documents/client/prepare-continuation';
import { isSentKind } from '@/lib/documents/model/fill-in';
import { ApiError } from '@/lib/platform/client/http/api-error';
import { isSent } from '@/lib/playground/client/draft-settings';
import { useDraft } from '@/lib/playground/client/draft-store';
import { useDocument } from './document-context';

/** Without a change of the text or the cursor, before its tokens are counted. */
const QUIET_MS = 500;
/** What servers write when max tokens is not sent. */
const DEFAULT_MAX_TOKENS = 16;
const NUMBER = new Intl.NumberFormat('en-US');
/** Of the text that is sent, as much stands in the sentence about it. */
const SHOWN = 32;

/** Says before a run that the text is longer than the model's context, and offers to send only its end. */
export function ContextNotice() {
  const { view } = useDocument();
  const connectionId = useDraft((draft) => draft.connectionId);
  const model = useDraft((draft) => draft.model);
  const tooLong = useTooLong();
  const sentLength = useSentLength(connectionId, model);
  const start = useSentStart(sentLength);
  const fits = tooLong?.end?.length;
  const isFitting = tooLong === null;
  // What fits changes with the settings, and with the text.
  useEffect(() => {
    if (sentLength === null) return;
    if (fits !== undefined) chooseSentLength(connectionId, model, fits);
    // Before a cursor near the top all fits, and further down it will not.
    else if (isFitting && view.state.selection.main.from > sentLength)
      chooseSentLength(connectionId, model, null);
  }, [sentLength, fits, isFitting, connectionId, model, view]);

  const { contextLength = 0, read = 0, isExact = false, end = null } = tooLong ?? {};
  const sentence = `This text (${isExact ? '' : 'about '}${NUMBER.format(read)} tokens) doesn't fit in the model's context of ${NUMBER.format(contextLength)} tokens.`;
  if (tooLong && end === null) {
    return (
      <span role="status" className="text-xs text-warn">
        {sentence}
      </span>
    );
  }
  if (sentLength !== null) {
    if (start === null) return null;
    return (
      <span data-sent-end="" className="flex max-w-full min-w-0 items-center gap-1 text-xs text-warn">
        <span className="mr-0.5 line-clamp-2 min-w-0">
          {/* What it begins with changes with each word, and is not read aloud again each time. */}
          <span role="status">Only the end of the text is sent</span>
          {tooLong?.end && `: ${NUMBER.format(tooLong.end.tokens)} tokens`}, from{' '}
          <span className="font-mono">“{start}…”</span>
        </span>
        <Button size="sm" onClick={() => chooseSentLength(connectionId, model, null)}>
          Send all
        </Button>
      </span>
    );
  }
  return (
    <TrapNotice
      place="document context"
      trap={tooLong ? 'over' : null}
      mend="Send only the end"
      onMend={() => end && chooseSentLength(connectionId, model, end.length)}
      title="Text and completion share the context. Servers reject the request or truncate one of them."
    >
      {sentence}
    </TrapNotice>
  );
}

/** Null: the text fits; undefined: not counted yet, or nobody can tell. */
function useTooLong(): TooLong | null | undefined {
  const { session, state, view } = useDocument();
  const connectionId = useDraft((draft) => draft.connectionId);
  const model = useDraft((draft) => draft.model);
  const maxTokens = useDraft(({ settings }) =>
    isSent(settings, 'max_tokens') ? (settings.values.max_tokens ?? DEFAULT_MAX_TOKENS) : DEFAULT_MAX_TOKENS,
  );
  const { kind } = useChosenFillIn(connectionId, model);
  const [found, setFound] = useState<{ readonly of: string; readonly tooLong: TooLong | null | undefined }>();
  const of = `${connectionId} ${model}`;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asking: AbortController | null = null;
    const count = async () => {
      if (connectionId === null) return;
      asking?.abort();
      asking = new AbortController();
      const { signal } = asking;
      const { from, to } = view.state.selection.main;
      const { text } = session.view().text;
      const after = isSentKind(kind) && isFilledIn(text.slice(to)) ? text.slice(to) : undefined;
      const query = { connectionId, model, before: text.slice(0, from), after, maxTokens };
      try {
        const next = await findTooLong(query, signal);
        if (!signal.aborted) setFound({ of, tooLong: next });
      } catch (error) {
        // A count is not worth a message.
        if (!signal.aborted && !(error instanceof ApiError)) throw error;
      }
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void count(), QUIET_MS);
    };
    later();
    const forget = [session.views.subscribe(later), state.subscribe(later)];
    return () => {
      clearTimeout(timer);
      asking?.abort();
      for (const end of forget) end();
      setFound(undefined);
    };
  }, [session, state, view, connectionId, model, maxTokens, kind, of]);
  // What is known of another model says nothing of this one.
  return found?.of === of ? found.tooLong : undefined;
}

/** What the sent text begins with; null: all of it is sent. */
function useSentStart(sentLength: number | null): string | null {
  const { session, state, view } = useDocument();
  const connectionId = useDraft((draft) => draft.connectionId);
  const model = useDraft((draft) => draft.model);
  const [start, setStart] = useState<string | null>(null);
  useEffect(() => {
    if (sentLength === null) return;
    const read = () => {
      const before = session.view().text.text.slice(0, view.state.selection.main.from);
      const sent = textToSend(connectionId, model, before);
      setStart(sent.length === before.length ? null : sent.trimStart().slice(0, SHOWN));
    };
    read();
    const forget = [session.views.subscribe(read), state.subscribe(read)];
    return () => {
      setStart(null);
      for (const end of forget) end();
    };
  }, [session, state, view, connectionId, model, sentLength]);
  return start;
}
