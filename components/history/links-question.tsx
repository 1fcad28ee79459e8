'use client';

import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { LinksOfDeleted } from '@/lib/history/model/run-bulk';

export interface LinksQuestionProps {
  count: number;
  noun?: 'run' | 'comparison';
  links: number;
  onAnswer: (links: LinksOfDeleted) => void;
  onClose: () => void;
}

/** Asks what happens to the links that show what is about to be deleted. */
export function LinksQuestion({ count, noun = 'run', links, onAnswer, onClose }: LinksQuestionProps) {
  const one = links === 1;
  const what = count === 1 ? `this ${noun}` : `these ${noun}s`;
  return (
    <Dialog
      onClose={onClose}
      title={count === 1 ? `Delete this ${noun}?` : `Delete ${count.toLocaleString('en')} ${noun}s?`}
      description={`${
        one ? `A shared link shows ${what}.` : `${links.toLocaleString('en')} shared links show ${what}.`
      } Links you keep still show their snapshot. Undo restores ${
        count === 1 ? `the ${noun}` : `the ${noun}s`
      }, but not revoked links.`}
      className="max-w-md"
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button onClick={() => onAnswer('keep')}>Delete, keep {one ? 'the link' : 'the links'}</Button>
          <Button variant="danger" onClick={() => onAnswer('revoke')}>
            Delete and revoke
          </Button>
        </>
      }
    >
      {null}
    </Dialog>
  );
}
