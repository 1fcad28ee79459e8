'use client';

import { CopyButton } from '@/components/ui/copy-button';
import { fullText } from './full-text';

/** Copies a text from the page's own markup, so that the page need not carry it twice. */
export function CopyShared({ target, label }: { target: string; label: string }) {
  return (
    <span className="needs-script">
      <CopyButton text={() => fullText(target)} label={label} />
    </span>
  );
}
