'use client';

import { useContext } from 'react';
import { CopyButton } from '@/components/ui/copy-button';
import { fullText } from './full-text';
import { StillContext } from './still';

/** Copies a text from the page's own markup, so that the page need not carry it twice. */
export function CopyShared({ target, label }: { target: string; label: string }) {
  const still = useContext(StillContext);
  return (
    <span className="needs-script">
      <CopyButton text={() => fullText(target)} label={label} disabled={still} />
    </span>
  );
}
