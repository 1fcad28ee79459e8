'use client';

import { type ComponentProps, type Ref, useEffect, useRef } from 'react';
import { cx } from '@/components/ui/cx';
import { type Edit, editedText, shownText } from '@/lib/protocol/tokens/line-ends';
import { replaceText } from './replace-text';

export interface StoredTextAreaProps
  extends Omit<ComponentProps<'textarea'>, 'value' | 'defaultValue' | 'onInput' | 'onChange' | 'ref'> {
  /** This field's stored text; undefined when it no longer has a place in the store. */
  read: () => string | undefined;
  write: (text: string) => void;
  /** Calls back whenever the stored text may have changed; must be the same function at every render. */
  subscribe: (listener: () => void) => () => void;
  ref?: Ref<HTMLTextAreaElement>;
}

/**
 * A text field that React does not control: the text lives in the field and in a store, so that a key stroke
 * in 200 kB of text renders nothing.
 */
export function StoredTextArea({
  read,
  write,
  subscribe,
  ref,
  className,
  onPaste,
  ...rest
}: StoredTextAreaProps) {
  const field = useRef<HTMLTextAreaElement | null>(null);
  const latest = useRef({ read, write });
  /** The text with its own line ends; the field normalises them all to one kind. */
  const mine = useRef<string | null>(null);
  const pasted = useRef<Edit | undefined>(undefined);
  /** The field is being given the stored text: what it holds on the way there is nobody's input. */
  const replacing = useRef(false);

  useEffect(() => {
    latest.current = { read, write };
  }, [read, write]);

  useEffect(() => {
    const element = field.current;
    if (!element) return;
    const stored = latest.current.read() ?? '';
    // Text typed before hydration goes after the stored text.
    const early = mine.current === null ? element.value : '';
    mine.current = stored + early;
    element.value = shownText(mine.current);
    if (early !== '') latest.current.write(mine.current);
    return subscribe(() => {
      const text = latest.current.read();
      if (text === undefined || text === mine.current) return;
      mine.current = text;
      replacing.current = true;
      replaceText(element, shownText(text));
      replacing.current = false;
    });
  }, [subscribe]);

  return (
    <textarea
      {...rest}
      ref={(element) => {
        field.current = element;
        if (typeof ref === 'function') ref(element);
        else if (ref) ref.current = element;
      }}
      onInput={(event) => {
        if (replacing.current) return;
        const shown = event.currentTarget.value;
        const edit = pasted.current;
        pasted.current = undefined;
        const before = mine.current ?? '';
        if (shown === shownText(before)) return;
        const text = editedText(before, shown, edit);
        mine.current = text;
        latest.current.write(text);
      }}
      onPaste={(event) => {
        onPaste?.(event);
        const inserted = event.clipboardData.getData('text/plain');
        const { selectionStart: start, selectionEnd: end } = event.currentTarget;
        // The clipboard of Windows has only CRLF: there it says nothing about the text.
        if (inserted.includes('\r') && !isWindows()) pasted.current = { start, end, inserted };
      }}
      // Browsers restore what a field held before a reload; the store is more reliable.
      autoComplete="off"
      autoCapitalize="off"
      autoCorrect="off"
      spellCheck={false}
      className={cx('text-model', className)}
    />
  );
}

function isWindows(): boolean {
  return /Windows/.test(navigator.userAgent);
}
