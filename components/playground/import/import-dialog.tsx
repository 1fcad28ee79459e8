'use client';

import { lazy, Suspense, useMemo, useState } from 'react';
import { connectionToAddress, hasOnlyPractice, withHeaders } from '@/components/connections/connection-draft';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { TextArea } from '@/components/ui/text-area';
import { useConnections } from '@/lib/connections/client/connection-list';
import type { Connection } from '@/lib/connections/model/connections';
import { connectionOfCode, fillDraft } from '@/lib/playground/client/draft-import';
import { replaceDraft, useDraft } from '@/lib/playground/client/draft-store';
import { readTextFile } from '@/lib/playground/client/text-file';
import { importedHeaders, importedKey, importRequest } from '@/lib/playground/model/import/import-request';
import { draftToast } from '../draft-toast';
import { chooseFile, holdsRequest, isJsonFile, promptPlace, putText } from '../editor/take-file';
import { ImportSummary } from './import-summary';
import { OtherRequestNotice } from './other-request-notice';

type Form = typeof import('@/components/connections/connection-form').ConnectionForm;
const ConnectionForm = lazy(async (): Promise<{ default: Form }> => {
  const loaded = await import('@/components/connections/connection-form').catch(() => null);
  return { default: loaded?.ConnectionForm ?? NoForm };
});

export interface ImportDialogProps {
  /** Of a file that was dropped on the prompt; else empty. */
  initialText: string;
  onClose: () => void;
}

/** Turns pasted code into the prompt and the parameters. */
export function ImportDialog({ initialText, onClose }: ImportDialogProps) {
  const [text, setText] = useState(initialText);
  const [fileError, setFileError] = useState<string | null>(null);
  const read = useMemo(() => importRequest(text), [text]);
  /** Of a request that is no completion. */
  const [usesText, setUsesText] = useState(true);
  const result = useMemo(() => {
    if (!read.ok || !usesText || read.other?.prompt == null) return read;
    return { ...read, request: { ...read.request, prompt: read.other.prompt } };
  }, [read, usesText]);
  const isEmpty = text.trim() === '';
  const { connections } = useConnections();
  const current = useDraft((draft) => draft.connectionId);
  const currentName = connections.find(({ id }) => id === current)?.name;
  /** Nothing is connected with the server of the code: it is to be connected before its model can be used. */
  const isUnconnected =
    result.ok && result.baseUrl !== null && connectionOfCode(result.baseUrl, connections, current) === null;
  /** Open: the form for a new connection, or for this one. */
  const [connecting, setConnecting] = useState<Connection | 'new' | null>(null);

  function fill(known: readonly Connection[] = connections) {
    if (!result.ok) return;
    const before = fillDraft(result, known);
    onClose();
    draftToast('Imported from code.', () => replaceDraft(before));
  }

  /** A file with a request is shown first; any other text is a prompt. */
  async function openFile(file: File) {
    const read = await readTextFile(file);
    setFileError(read.ok ? null : read.message);
    if (!read.ok) return;
    if (isJsonFile(file) ? holdsRequest(read.text) : importRequest(read.text).ok) return setText(read.text);
    putText(read.text, file.name, promptPlace());
    onClose();
  }

  return (
    <Dialog
      onClose={onClose}
      title="Import code"
      description="Paste a curl command, Python, TypeScript, PowerShell or JSON, or open a file. It is only read, never run or sent."
      className="max-w-2xl!"
      footer={
        <div className="flex flex-1 flex-wrap justify-end gap-2">
          <Button className="mr-auto" onClick={() => chooseFile(([file]) => file && void openFile(file))}>
            Open file
          </Button>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          {isUnconnected && currentName !== undefined && (
            // Named, so that it is no surprise where Run sends it.
            <Button onClick={() => fill()}>Import for {currentName}</Button>
          )}
          {isUnconnected ? (
            <Button variant="primary" onClick={() => setConnecting('new')}>
              Add connection and import
            </Button>
          ) : (
            <Button variant="primary" disabled={!result.ok} onClick={() => fill()}>
              Import
            </Button>
          )}
        </div>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label="Code" error={fileError ?? (isEmpty || result.ok ? undefined : result.message)}>
          {(control) => (
            <TextArea
              {...control}
              mono
              rows={10}
              spellCheck={false}
              autoCapitalize="off"
              value={text}
              onChange={(event) => {
                setFileError(null);
                setText(event.currentTarget.value);
              }}
              placeholder="curl https://api.r9s.ai/v1/completions …"
              // On a phone what will happen is in sight below it.
              className="max-h-[45dvh] w-full text-xs leading-[1.6] max-wide:max-h-[24dvh]"
            />
          )}
        </Field>
        {result.ok && result.other && (
          <OtherRequestNotice other={result.other} usesText={usesText} onUsesText={setUsesText} />
        )}
        {result.ok && <ImportSummary result={result} onConnect={setConnecting} />}
      </div>
      {connecting && result.ok && (
        <Suspense fallback={null}>
          <ConnectionForm
            stored={connecting === 'new' ? null : connecting}
            takenNames={connections.map(({ name }) => name)}
            known={
              connecting === 'new'
                ? {
                    ...connectionToAddress(result.baseUrl ?? '', importedKey(text), importedHeaders(text)),
                    isDefault: hasOnlyPractice(connections),
                  }
                : withHeaders(connecting, importedHeaders(text))
            }
            onAdded={(added) => fill([...connections, added])}
            onClose={() => setConnecting(null)}
          />
        </Suspense>
      )}
    </Dialog>
  );
}

function NoForm() {
  return (
    <p role="alert" className="text-ink-2">
      Couldn't load the form. Check your network, then reload the page.
    </p>
  );
}
