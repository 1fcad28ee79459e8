'use client';

import { X } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react';
import { cx } from '@/components/ui/cx';
import { Tooltip } from '@/components/ui/tooltip';
import { parameterValue } from '@/lib/playground/client/draft-settings';
import { useParameterEdits, useSettings } from '@/lib/playground/client/settings-editor';
import { readStopText, writeStopText } from '@/lib/playground/client/stop-text';
import { PARAMETERS } from '@/lib/protocol/request/parameters';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';
import type { RowControl } from './parameter-row';

/** The stop texts as tokens in a field. */
export function StopTexts({ aria }: { aria: RowControl }) {
  const texts = useSettings((settings) => parameterValue(settings, 'stop'));
  const edits = useParameterEdits();
  const [typed, setTyped] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const full = texts.length >= PARAMETERS.stop.maxItems;

  const add = (text: string) => {
    setTyped('');
    if (text !== '' && !full && !texts.includes(text)) edits.set('stop', [...texts, text]);
  };
  const remove = (text: string) => {
    edits.set(
      'stop',
      texts.filter((other) => other !== text),
    );
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.metaKey || event.ctrlKey) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      add(typed === '' ? '\n' : readStopText(typed));
    } else if (event.key === 'Backspace' && typed === '') {
      const last = texts.at(-1);
      if (last === undefined) return;
      event.preventDefault();
      setTyped(writeStopText(last));
      edits.set('stop', texts.slice(0, -1));
    }
  };
  // A one-line field would drop the line ends of pasted text.
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData('text/plain').replaceAll('\r\n', '\n');
    if (!/[\n\t]/.test(text)) return;
    event.preventDefault();
    add(readStopText(typed) + text);
  };

  return (
    <>
      <div
        className={cx(
          'flex flex-wrap items-center gap-1 rounded-sm border border-line-strong bg-sunken p-1',
          'focus-within:border-accent focus-within:outline-2 focus-within:outline-accent',
        )}
      >
        {texts.map((text) => (
          <span
            key={text}
            className="inline-flex h-6 max-w-full items-center rounded-sm border bg-surface pl-1.5 font-mono text-xs"
          >
            {/* Signs of line breaks are wider than their letters and would run into each other. */}
            <span className={cx('truncate', text.includes('\n\n') && 'tracking-widest')}>
              {visibleInline(text)}
            </span>
            <Tooltip content="Remove">
              <button
                type="button"
                aria-label={`Remove stop sequence ${writeStopText(text)}`}
                onClick={() => remove(text)}
                className="inline-flex size-6 shrink-0 items-center justify-center text-ink-3 hover:text-ink"
              >
                <X aria-hidden="true" className="size-3" />
              </button>
            </Tooltip>
          </span>
        ))}
        {!full && (
          <input
            {...aria}
            ref={input}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
            onBlur={() => add(readStopText(typed))}
            placeholder={texts.length === 0 ? 'Text, or \\n' : ''}
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
            className="h-6 min-w-16 flex-1 bg-transparent px-1 font-mono text-xs outline-none pointer-coarse:text-[16px]"
          />
        )}
      </div>
      <p className="mt-1 text-xs text-ink-3">
        {full ? 'Up to four.' : 'Press Enter to add. \\n is a line break, \\t a tab.'}
      </p>
    </>
  );
}
