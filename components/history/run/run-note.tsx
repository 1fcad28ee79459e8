'use client';

import { useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { TextArea } from '@/components/ui/text-area';

const MAX_LENGTH = 10_000;
/** Pause after the last letter before the note is saved. */
const PAUSE_MS = 700;

export interface RunNoteProps {
  note: string | null;
  /** Rejects when it could not be saved. `leaving`: the page is being closed. */
  onSave: (note: string | null, leaving: boolean) => Promise<void>;
}

/** The owner's note on the run. Saved automatically, a moment after the last letter. */
export function RunNote({ note, onSave }: RunNoteProps) {
  const [text, setText] = useState(note ?? '');
  const [saving, setStatus] = useState<'kept' | 'typing' | 'failed' | null>(null);
  const retained = useRef(note);
  const latest = useRef({ text, onSave });
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    latest.current = { text, onSave };
  });

  // Changed elsewhere while nobody types here: that version is shown.
  useEffect(() => {
    if (note === retained.current || timer.current !== undefined) return;
    retained.current = note;
    setText(note ?? '');
  }, [note]);

  const save = useRef(async (leaving = false) => {
    clearTimeout(timer.current);
    timer.current = undefined;
    const next = latest.current.text.trim() === '' ? null : latest.current.text.trim();
    if (next === retained.current) {
      setStatus((now) => (now === 'typing' ? 'kept' : now));
      return;
    }
    const before = retained.current;
    retained.current = next;
    try {
      await latest.current.onSave(next, leaving);
      // More was typed in the meantime, and that is not saved yet.
      if (timer.current === undefined) setStatus('kept');
    } catch {
      retained.current = before;
      setStatus('failed');
    }
  }).current;

  useEffect(() => {
    const leave = () => void save(true);
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      leave();
    };
  }, [save]);

  return (
    <>
      <TextArea
        aria-label="Note"
        placeholder="Add a note…"
        maxLength={MAX_LENGTH}
        rows={3}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          latest.current.text = event.target.value;
          setStatus('typing');
          clearTimeout(timer.current);
          timer.current = setTimeout(() => void save(), PAUSE_MS);
        }}
        onBlur={() => void save()}
        className="field-sizing-content max-h-64 min-h-16"
      />
      <div className="flex min-h-5 items-center gap-2 text-2xs text-ink-3">
        <span role="status">{saving === 'kept' ? 'Saved' : saving === 'failed' ? 'Not saved' : ''}</span>
        {saving === 'failed' && (
          <Button size="sm" onClick={() => void save()}>
            Try again
          </Button>
        )}
      </div>
    </>
  );
}
