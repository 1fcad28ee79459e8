'use client';

import { useState } from 'react';
import { flushSync } from 'react-dom';
import { CopyButton } from '@/components/ui/copy-button';
import { focusableScroller } from '@/components/ui/focusable-scroller';

export interface RawBodyProps {
  body: string;
  /** Of a refusal. */
  status: number | null;
  /** What is missing, if anything. */
  note?: string | undefined;
  /** Indented once it is opened. */
  isJson?: boolean;
}

/** The original body, collapsed and as plain text: an upstream's HTML page must not become part of ours. */
export function RawBody({ body, status, note, isJson = false }: RawBodyProps) {
  const [opened, setOpened] = useState(false);
  const text = isJson && opened ? indented(body) : body;
  return (
    <details
      className="mt-3 text-xs"
      onToggle={({ currentTarget }) => {
        if (!currentTarget.open) return;
        // Indented text is taller, and all of it is to be scrolled into view.
        flushSync(() => setOpened(true));
        // At the end of a low panel it would open where nobody sees it.
        currentTarget.scrollIntoView({ block: 'nearest' });
      }}
    >
      <summary className="w-fit cursor-pointer rounded-sm text-ink-2 hover:text-ink pointer-coarse:-my-3 pointer-coarse:py-3">
        Raw response{status === null ? '' : ` (${status})`}
      </summary>
      <div className="relative mt-2 rounded-md border border-line bg-sunken">
        <CopyButton text={text} label="Copy raw response" className="absolute top-1 right-1" />
        {/* It takes the focus, so it has a name. */}
        <section ref={focusableScroller} aria-label="Raw response" className="max-h-64 overflow-auto">
          <pre className="p-3 pr-10 font-mono text-xs leading-5 wrap-anywhere whitespace-pre-wrap">
            {text}
          </pre>
        </section>
      </div>
      {note && <p className="mt-1 text-ink-3">{note}</p>}
    </details>
  );
}

/** A key of digits that was masked in it makes it no JSON any more: then it stays as it is. */
function indented(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
