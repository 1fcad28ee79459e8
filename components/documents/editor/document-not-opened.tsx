'use client';

import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { openDocumentHere, startNewDocument } from '@/lib/documents/client/current-document';
import { type ApiError, messageOf } from '@/lib/platform/client/http/api-error';

/** The header while there is no document. */
export function Bar({ children }: { children: ReactNode }) {
  return (
    <div className="flex h-9 shrink-0 items-center border-b border-line px-4 pointer-coarse:h-11">
      {children}
    </div>
  );
}

export interface NotOpenedProps {
  modeSwitch: ReactNode;
  failure: { readonly id: string; readonly error: ApiError };
}

export function NotOpened({ failure: { id, error }, modeSwitch }: NotOpenedProps) {
  return (
    <section aria-label="Document" className="min-h-0 flex-1">
      <Bar>{modeSwitch}</Bar>
      <Notice
        role="alert"
        tone="warn"
        className="m-4"
        actions={
          <>
            {error.status !== 404 && (
              <Button size="sm" onClick={() => void openDocumentHere(id)}>
                Try again
              </Button>
            )}
            <Button size="sm" onClick={startNewDocument}>
              New document
            </Button>
          </>
        }
      >
        {error.status === 404 ? 'This document was deleted or belongs to another account.' : messageOf(error)}
      </Notice>
    </section>
  );
}
