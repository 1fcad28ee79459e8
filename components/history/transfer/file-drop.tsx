'use client';

import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { cx } from '@/components/ui/cx';

/** A target for a file: a press opens the browser's picker, and files can be dropped on it. */
export function FileDrop({
  onFile,
  hint = 'JSON or JSON Lines, any size',
}: {
  onFile: (file: File) => void;
  /** What files are taken. */
  hint?: string | undefined;
}) {
  const [over, setOver] = useState(false);
  return (
    <label
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const [file] = event.dataTransfer.files;
        if (file) onFile(file);
      }}
      className={cx(
        'flex cursor-pointer flex-col items-center gap-1 rounded-sm border border-dashed px-4 py-8 text-center transition-colors',
        'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
        over ? 'border-accent bg-accent-soft' : 'border-line-strong hover:bg-hover',
      )}
    >
      <FileUp aria-hidden="true" className="size-5 text-ink-3" />
      <span>Choose a file, or drop one here</span>
      <span className="text-xs text-ink-3">{hint}</span>
      <input
        type="file"
        accept=".json,.jsonl,.ndjson,application/json"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file) onFile(file);
        }}
        className="sr-only"
      />
    </label>
  );
}
