'use client';

import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { LinksOfDeleted } from '@/lib/contract/run-bulk';

export interface LinksQuestionProps {
  runs: number;
  links: number;
  onAnswer: (links: LinksOfDeleted) => void;
  onClose: () => void;
}

/** Asks what becomes of the links to runs that are about to be deleted. */
export function LinksQuestion({ runs, links, onAnswer, onClose }: LinksQuestionProps) {
  const one = links === 1;
  const what = runs === 1 ? 'this run' : 'these runs';
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={runs === 1 ? 'Delete the run?' : `Delete ${runs.toLocaleString('en')} runs?`}
      description={`${
        one ? `A shared link shows ${what}.` : `${links.toLocaleString('en')} shared links show ${what}.`
      } A link that is kept goes on showing its copy. Undo brings back ${
        runs === 1 ? 'the run' : 'the runs'
      }, but no link that was revoked.`}
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
