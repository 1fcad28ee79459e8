'use client';

import { type KeyboardEvent, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { TextArea } from '@/components/ui/text-area';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';

export interface OwnTokenProps {
  /** The token whose place the text takes. */
  replaced: string;
  /** The end of the text before it. */
  before: string;
  onPick: (text: string) => void;
}

/** How much of the text before is shown, in UTF-16 units. */
const SHOWN_BEFORE = 28;

/** A text of one's own to continue with, in the place of a token. */
export function OwnToken({ replaced, before, onPick }: OwnTokenProps) {
  // Most tokens bring the space before their word. It is there from the start, and can be deleted.
  const [space] = useState(() => replaced.slice(0, replaced.length - replaced.trimStart().length));
  const [text, setText] = useState(space);
  const field = useId();
  const isWritten = text !== '' && text !== space;
  const pick = () => {
    if (isWritten) onPick(text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    // Ctrl+Enter runs the prompt, anywhere else.
    event.stopPropagation();
    pick();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        pick();
      }}
      className="mt-1 border-t px-1 pt-2"
    >
      <label htmlFor={field} className="text-2xs text-ink-3">
        Or with your own text
      </label>
      <span className="mt-1 flex items-start gap-1.5">
        <TextArea
          id={field}
          ref={caretToEnd}
          mono
          rows={1}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          aria-describedby={`${field}-preview`}
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          className="field-sizing-content max-h-24 min-h-6 resize-none! py-0.5! pointer-coarse:min-h-10 pointer-coarse:py-2!"
        />
        <Button type="submit" size="sm" disabled={!isWritten}>
          Branch
        </Button>
      </span>
      <p id={`${field}-preview`} className="mt-1 font-mono text-2xs wrap-anywhere text-ink-3">
        {tailOf(before).replaceAll('\n', '↵')}
        <span className="text-ink">{visibleInline(text)}</span>
      </p>
    </form>
  );
}

/** Behind the space that is already there. */
function caretToEnd(field: HTMLTextAreaElement | null): void {
  field?.setSelectionRange(field.value.length, field.value.length);
}

function tailOf(before: string): string {
  const tail = [...before.slice(-SHOWN_BEFORE * 2)].slice(-SHOWN_BEFORE).join('');
  return tail.length < before.length ? `…${tail}` : tail;
}
