'use client';

import { type ClipboardEvent, useId, useState } from 'react';
import { Info } from '@/components/ui/info';
import { TextField } from '@/components/ui/text-field';
import { changeDraft, getDraft, useDraft } from '@/lib/playground/client/draft-store';
import type { InjectedTexts } from '@/lib/playground/client/injected-texts';
import { readStopText, writeStopText } from '@/lib/playground/client/stop-text';
import { trailingWhitespace } from '@/lib/protocol/request/whitespace-guard';
import { clearParameterError } from '@/lib/runs/client/parameter-errors';

/** Settings of the playground, not parameters: neither is a field of the request. */
export function InjectedRows() {
  const start = useDraft((draft) => draft.injected.start);
  const ending = trailingWhitespace(start);
  return (
    <>
      <InjectedRow
        name="start"
        label="Start text"
        warning={ending && `Ends with ${ending.visible}, which usually hurts completions.`}
      >
        Added to the end of every prompt that is sent, for example \nAI: in a dialogue. It is also included in
        the exported code.
      </InjectedRow>
      <InjectedRow name="restart" label="Restart text" warning={null}>
        Added after the output when you append it to the prompt, for example \nHuman:. The next run sends it
        as part of the prompt.
      </InjectedRow>
    </>
  );
}

interface InjectedRowProps {
  name: keyof InjectedTexts;
  label: string;
  warning: string | null;
  children: string;
}

function InjectedRow({ name, label, warning, children }: InjectedRowProps) {
  const id = useId();
  const stored = useDraft((draft) => draft.injected[name]);
  const [typed, setTyped] = useState(() => writeStopText(stored));
  // Half an escape is typed differently from how it is written; anything else comes from elsewhere.
  if (readStopText(typed) !== stored) setTyped(writeStopText(stored));
  const change = (next: string) => {
    setTyped(next);
    clearParameterError('prompt');
    changeDraft({ injected: { ...getDraft().injected, [name]: readStopText(next) } });
  };
  // A one-line field would drop the line ends of pasted text.
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData('text/plain').replaceAll('\r\n', '\n');
    if (!/[\n\t]/.test(text)) return;
    event.preventDefault();
    const { selectionStart, selectionEnd } = event.currentTarget;
    const from = selectionStart ?? typed.length;
    change(typed.slice(0, from) + writeStopText(text) + typed.slice(selectionEnd ?? from));
  };
  return (
    <div className="relative px-4 py-1">
      <label htmlFor={id} className="flex min-h-6 items-center pr-7 text-ink-2 pointer-coarse:min-h-10">
        {label}
      </label>
      <TextField
        id={id}
        mono
        placeholder="None. \n is a line break."
        aria-describedby={warning ? `${id}-warning` : undefined}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => change(event.currentTarget.value)}
        onPaste={onPaste}
      />
      {/* Beside the name to the eye; the keys come to the field first. */}
      <span className="absolute top-1 right-4">
        <Info label={`About ${label.toLowerCase()}`}>{children}</Info>
      </span>
      {warning && (
        <p id={`${id}-warning`} role="status" className="mt-1 text-xs text-warn">
          {warning}
        </p>
      )}
    </div>
  );
}
