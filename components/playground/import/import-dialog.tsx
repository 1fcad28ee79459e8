'use client';

import { useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { TextArea } from '@/components/ui/text-area';
import { toast } from '@/components/ui/toast';
import { fillDraft } from '@/lib/playground/client/draft-import';
import { replaceDraft } from '@/lib/playground/client/draft-store';
import { importRequest } from '@/lib/playground/model/import/import-request';
import { ImportSummary } from './import-summary';

/** Turns pasted code into the prompt and the parameters. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const result = useMemo(() => importRequest(text), [text]);
  const isEmpty = text.trim() === '';

  function fill() {
    if (!result.ok) return;
    const before = fillDraft(result);
    onClose();
    toast('Imported from code.', {
      id: 'draft',
      action: { label: 'Undo', onClick: () => replaceDraft(before) },
    });
  }

  return (
    <Dialog
      onClose={onClose}
      title="Import code"
      description="Paste a curl command, Python or TypeScript SDK code, or JSON. It is only read, never run or sent."
      className="max-w-2xl!"
      footer={
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={!result.ok} onClick={fill}>
            Import
          </Button>
        </div>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label="Code" error={isEmpty || result.ok ? undefined : result.message}>
          {(control) => (
            <TextArea
              {...control}
              mono
              rows={10}
              spellCheck={false}
              autoCapitalize="off"
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              placeholder="curl https://api.r9s.ai/v1/completions …"
              className="max-h-[45dvh] w-full text-xs leading-[1.6]"
            />
          )}
        </Field>
        {result.ok && <ImportSummary result={result} />}
      </div>
    </Dialog>
  );
}
