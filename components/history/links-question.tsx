'use client';

import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { LinksOfDeleted } from '@/lib/history/model/run-bulk';

export interface LinksQuestionProps {
  count: number;
  noun?: 'run' | 'comparison' | 'document';
  /** Shared links that show them; documents that walk through them. */
  links: number;
  documents?: number;
  onAnswer: (links: LinksOfDeleted) => void;
  onClose: () => void;
}

/** Says who uses what is about to be deleted, and asks what happens to the links that show it. */
export function LinksQuestion({
  count,
  noun = 'run',
  links,
  documents = 0,
  onAnswer,
  onClose,
}: LinksQuestionProps) {
  const one = links === 1;
  const what = count === 1 ? `this ${noun}` : `these ${noun}s`;
  const ofDocuments =
    documents === 1
      ? `A document uses ${what}. The text is kept; its probabilities are deleted.`
      : `${documents.toLocaleString('en')} documents use ${what}. Their text is kept; its probabilities are deleted.`;
  const ofLinks = `${
    one ? `A shared link shows ${what}.` : `${links.toLocaleString('en')} shared links show ${what}.`
  } Links you keep still show their snapshot. Undo restores ${
    count === 1 ? `the ${noun}` : `the ${noun}s`
  }, but not revoked links.`;
  return (
    <Dialog
      onClose={onClose}
      title={count === 1 ? `Delete this ${noun}?` : `Delete ${count.toLocaleString('en')} ${noun}s?`}
      description={[...(documents > 0 ? [ofDocuments] : []), ...(links > 0 ? [ofLinks] : [])].join(' ')}
      className="max-w-md"
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          {links === 0 ? (
            <Button variant="danger" onClick={() => onAnswer('keep')}>
              Delete
            </Button>
          ) : (
            <>
              <Button onClick={() => onAnswer('keep')}>Delete, keep {one ? 'the link' : 'the links'}</Button>
              <Button variant="danger" onClick={() => onAnswer('revoke')}>
                Delete and revoke
              </Button>
            </>
          )}
        </>
      }
    >
      {null}
    </Dialog>
  );
}
