'use client';

import { type ReactNode, useRef } from 'react';
import { Notice } from '@/components/ui/notice';
import type { ImportResult } from '@/lib/history/client/transfer/import-runs';
import { runsLabel } from '@/lib/history/client/transfer/transfer-labels';
import { sizeLabel } from '@/lib/platform/numbers/size-label';
import { FileDrop } from './file-drop';
import { Refusals } from './import-summary';
import { TransferDialog, type TransferDialogProps, TransferProgress } from './transfer-dialog';
import { useNextFocus } from './use-next-focus';

/** The stages that every import has; `Own` are its others. */
export type ImportStage<Own = never> =
  | { readonly kind: 'choosing'; readonly error?: string | undefined }
  | { readonly kind: 'reading'; readonly file: File; readonly bytes: number }
  | { readonly kind: 'importing'; readonly imported: number; readonly total: number }
  | Own;

export interface ImportFrameProps
  extends Pick<TransferDialogProps, 'title' | 'description' | 'onCancel' | 'onClose'> {
  stage: ImportStage<{ readonly kind: 'preview' | 'done' }>;
  /** What files are taken. */
  hint?: string;
  onFile: (file: File) => void;
  /** Beside Cancel, in the stages of its own. @param next the ref of the button that leads on */
  buttons?: (next: TransferDialogProps['next']) => ReactNode;
  /** What the stages of its own say. */
  children: ReactNode;
}

/** An import from the choice of a file to its end. */
export function ImportFrame({ stage, hint, onFile, buttons, children, ...dialog }: ImportFrameProps) {
  const next = useRef<HTMLButtonElement>(null);
  useNextFocus(next, stage.kind);
  const isBusy = stage.kind === 'reading' || stage.kind === 'importing';
  return (
    <TransferDialog
      {...dialog}
      isBusy={isBusy}
      isOver={stage.kind === 'done'}
      next={next}
      cancelLeadsOn={isBusy}
      buttons={buttons?.(next)}
    >
      {stage.kind === 'choosing' && (
        <div className="flex flex-col gap-3">
          {stage.error && (
            <Notice tone="bad" role="alert">
              {stage.error}
            </Notice>
          )}
          <FileDrop hint={hint} onFile={onFile} />
        </div>
      )}
      {stage.kind === 'reading' && (
        <TransferProgress
          label="Reading the file"
          value={stage.file.size === 0 ? 1 : stage.bytes / stage.file.size}
          text={`${sizeLabel(stage.bytes)} of ${sizeLabel(stage.file.size)} read`}
        />
      )}
      {stage.kind === 'importing' && (
        <TransferProgress
          label="Import"
          value={stage.imported / Math.max(1, stage.total)}
          text={`${stage.imported.toLocaleString('en')} of ${runsLabel(stage.total)} imported`}
        />
      )}
      <div role="status">{children}</div>
    </TransferDialog>
  );
}

export interface ImportOutcomeProps {
  result: ImportResult;
  /** What was imported. */
  whole: string;
  /** The same, where something was left out, and how to get the rest. */
  part: string;
}

export function ImportOutcome({ result: { ended, refused, refusals }, whole, part }: ImportOutcomeProps) {
  return (
    <div className="flex flex-col gap-3">
      {ended === 'whole' ? (
        <Notice tone="good">{whole}</Notice>
      ) : (
        <Notice tone={ended === 'cancelled' ? 'warn' : 'bad'}>
          {ended === 'cancelled' ? 'Canceled.' : ended.error} {part}
        </Notice>
      )}
      <Refusals count={refused} refusals={refusals} />
    </div>
  );
}
