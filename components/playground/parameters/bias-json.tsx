'use client';

import { useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { TextArea } from '@/components/ui/text-area';
import { readBiasJson, writeBiasJson } from '@/lib/playground/client/bias-json';
import { useParameterEdits } from '@/lib/playground/client/settings-editor';

/** The whole bias table as JSON, for pasting. */
export function BiasJson({ bias, onDone }: { bias: Readonly<Record<string, number>>; onDone: () => void }) {
  const id = useId();
  const edits = useParameterEdits();
  const [text, setText] = useState(() => writeBiasJson(bias));
  const [message, setMessage] = useState<string | null>(null);
  const apply = () => {
    const read = readBiasJson(text);
    if (!read.ok) return setMessage(read.message);
    edits.set('logit_bias', read.bias);
    onDone();
  };
  return (
    <div className="flex flex-col gap-1.5">
      <TextArea
        mono
        rows={5}
        aria-label="Logit bias as JSON"
        aria-invalid={message ? true : undefined}
        aria-describedby={message ? `${id}-message` : undefined}
        placeholder={'{"1234": -100}'}
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setMessage(null);
        }}
        className="text-xs"
      />
      {message && (
        <p id={`${id}-message`} role="alert" className="text-xs break-words text-bad">
          {message}
        </p>
      )}
      <div className="flex gap-1.5">
        <Button size="sm" onClick={apply}>
          Apply
        </Button>
        <Button size="sm" variant="ghost" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
