'use client';

import { useId, useState } from 'react';
import { TextArea } from '@/components/ui/text-area';
import { parameterValue } from '@/lib/playground/client/draft-settings';
import { useParameterEdits, useSettings } from '@/lib/playground/client/settings-editor';
import { readWritten, type WrittenParameter, writtenText } from '@/lib/playground/client/written-value';
import { sameValue } from '@/lib/protocol/request/settings';
import type { RowControl } from './parameter-row';

const PLACEHOLDERS: Readonly<Record<WrittenParameter, string>> = {
  stop_token_ids: '50256, 198',
  json_schema: '{"type": "object"}',
  extra_body: '{"top_a": 0.1}',
};

/** A field for a value that is typed: while it cannot be read, the last value stays and nothing can be run. */
export function WrittenValue({ aria, name }: { aria: RowControl; name: WrittenParameter }) {
  const id = useId();
  const edits = useParameterEdits();
  const value: unknown = useSettings((settings) => parameterValue(settings, name));
  const [typed, setTyped] = useState(() => ({ text: writtenText(name, value), value }));
  // A value that comes from elsewhere (a preset, Reset) replaces what was typed.
  const isOwn = sameValue(typed.value, value);
  const text = isOwn ? typed.text : writtenText(name, value);
  const read = readWritten(name, text);
  const message = read.ok ? null : read.message;
  return (
    <>
      <TextArea
        {...aria}
        mono
        rows={name === 'stop_token_ids' ? 1 : 4}
        aria-invalid={message ? true : aria['aria-invalid']}
        aria-describedby={message ? `${id}-message` : aria['aria-describedby']}
        data-unread={message ?? undefined}
        placeholder={PLACEHOLDERS[name]}
        spellCheck={false}
        value={text}
        onChange={(event) => {
          const next = event.currentTarget.value;
          const found = readWritten(name, next);
          setTyped({ text: next, value: found.ok ? found.value : value });
          if (found.ok) edits.set(name, found.value as never);
        }}
        className="text-xs"
      />
      {message && (
        <p id={`${id}-message`} role="alert" className="mt-1 text-xs break-words text-bad">
          {message}
        </p>
      )}
    </>
  );
}
