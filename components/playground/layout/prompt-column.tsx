'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import { cx } from '@/components/ui/cx';
import { changeLayout } from '@/lib/platform/client/layout-store';
import { DEFAULT_LAYOUT, LAYOUT_LIMITS } from '@/lib/platform/client/playground-layout';
import { useCurrentRun } from '@/lib/playground/client/run-controller';
import { markEditing } from './mark-editing';
import { Resizer } from './resizer';

export interface PromptColumnProps {
  /** The prompt's share of the height. */
  share: number;
  onPreview: (share: number) => void;
  /** A run is being opened. */
  opening: boolean;
  /** Elements that stay the same are not drawn again when a run comes. */
  prompt: ReactNode;
  output: ReactNode;
}

/** The prompt over its output, with a line between them that can be dragged. */
export function PromptColumn({ share, onPreview, opening, prompt, output }: PromptColumnProps) {
  const column = useRef<HTMLDivElement>(null);
  useEffect(() => (column.current ? markEditing(column.current) : undefined), []);
  // On a phone the output gets the larger half with the press of Run: later it would jump under the reader's eyes.
  // Dragging the line between them still counts.
  const hasRun = useCurrentRun((view) => view !== null);
  const isBeforeOutput = !opening && !hasRun;
  const outputFirst = !isBeforeOutput && share === DEFAULT_LAYOUT.editorShare;
  return (
    <div
      ref={column}
      data-grows={isBeforeOutput ? '' : undefined}
      className={cx(
        'flex min-h-0 flex-1 flex-col overflow-y-auto',
        outputFirst &&
          'not-phone:max-wide:not-data-editing:[--editor-share:0.28] phone:not-data-editing:[--editor-share:0.1]',
      )}
    >
      <div
        // Never lower than what is in it, whose field has its own least height.
        className="flex basis-0 flex-col short:basis-64"
        style={{ flexGrow: 'var(--editor-share)' }}
      >
        {prompt}
      </div>
      <Resizer
        label="Editor height"
        orientation="horizontal"
        value={share}
        {...LAYOUT_LIMITS.editorShare}
        step={0.02}
        perPixel={() => 1 / Math.max(1, column.current?.clientHeight ?? 1)}
        onPreview={onPreview}
        onCommit={(editorShare) => changeLayout({ editorShare })}
        onReset={() => changeLayout({ editorShare: DEFAULT_LAYOUT.editorShare })}
        // In a low window each part has its own height.
        className="short:hidden"
      />
      <div
        className="flex min-h-44 basis-0 flex-col short:min-h-80 short:border-t"
        style={{ flexGrow: 'calc(1 - var(--editor-share))' }}
      >
        {output}
      </div>
    </div>
  );
}
