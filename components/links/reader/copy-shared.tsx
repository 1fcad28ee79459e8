'use client';

import { CopyButton } from '@/components/ui/copy-button';
import { fullText } from './full-text';

/** Copies a text of the page, from the page: it need not be there twice. */
export function CopyShared({ target, label }: { target: string; label: string }) {
  return (
    <span className="needs-script">
      <CopyButton text={() => fullText(target)} label={label} />
    </span>
  );
}
