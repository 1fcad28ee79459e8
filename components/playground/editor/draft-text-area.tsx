'use client';

import { type ComponentProps, type Ref, useEffect, useRef } from 'react';
import { cx } from '@/components/ui/cx';
import type { Draft } from '@/lib/client/draft/draft';
import { getDraft, subscribeDraft } from '@/lib/client/draft/draft-store';
import { replaceText } from './replace-text';

export interface DraftTextAreaProps
  extends Omit<ComponentProps<'textarea'>, 'value' | 'defaultValue' | 'onInput' | 'onChange' | 'ref'> {
  /** Finds this field's text in the draft; undefined when the draft has no place for it any more. */
  read: (draft: Draft) => string | undefined;
  write: (text: string) => void;
  ref?: Ref<HTMLTextAreaElement>;
}

/**
 * A text field of the draft that React does not control: the text lives in the field and in the draft store, so
 * that a key stroke in 200 kB of text re-renders nothing.
 */
export function DraftTextArea({ read, write, ref, className, ...rest }: DraftTextAreaProps) {
  const field = useRef<HTMLTextAreaElement | null>(null);
  const latest = useRef({ read, write });
  const mine = useRef<string | null>(null);

  useEffect(() => {
    latest.current = { read, write };
  }, [read, write]);

  useEffect(() => {
    const element = field.current;
    if (!element) return;
    const stored = latest.current.read(getDraft()) ?? '';
    // Typed before the page came to life: kept, after what was stored.
    const early = mine.current === null ? element.value : '';
    mine.current = stored + early;
    element.value = mine.current;
    if (early !== '') latest.current.write(mine.current);
    return subscribeDraft(() => {
      const text = latest.current.read(getDraft());
      if (text === undefined || text === mine.current) return;
      mine.current = text;
      replaceText(element, text);
    });
  }, []);

  return (
    <textarea
      {...rest}
      ref={(element) => {
        field.current = element;
        if (typeof ref === 'function') ref(element);
        else if (ref) ref.current = element;
      }}
      onInput={(event) => {
        const text = event.currentTarget.value;
        if (text === mine.current) return;
        mine.current = text;
        latest.current.write(text);
      }}
      // Browsers fill in what a field held before a reload; the draft store knows better.
      autoComplete="off"
      autoCapitalize="off"
      autoCorrect="off"
      spellCheck={false}
      className={cx('text-model', className)}
    />
  );
}
