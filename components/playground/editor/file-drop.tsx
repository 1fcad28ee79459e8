'use client';

import { type DragEvent, useState } from 'react';
import { toast } from '@/components/ui/toast';

const NOT_LOADED = "Couldn't load this. Check your network.";
const load = () => import('./take-file');

function withCode(use: (code: Awaited<ReturnType<typeof load>>) => void): void {
  load().then(use, () => toast(NOT_LOADED, { tone: 'bad' }));
}

/**
 * What makes an element take dropped files: handlers for it, and whether one is held over it. Text that is dragged
 * from elsewhere is left to the browser.
 */
export function useFileDrop(onImport: (text: string) => void) {
  const [isOver, setOver] = useState(false);
  const handlers = {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      if (!isOver) {
        setOver(true);
        load().catch(() => undefined);
      }
    },
    onDragLeave: (event: DragEvent) => {
      const { relatedTarget, currentTarget } = event;
      if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setOver(false);
    },
    onDrop: (event: DragEvent) => {
      setOver(false);
      const files = [...event.dataTransfer.files];
      if (files.length === 0) return;
      event.preventDefault();
      const field = (event.target as Element).closest<HTMLTextAreaElement>('textarea[data-prompt]');
      const dropped = field === null ? null : Number(field.dataset.prompt);
      withCode(({ takeDrop }) => takeDrop(files, field, dropped, onImport));
    },
  };
  return { isOver, handlers };
}

/** Lets a person choose a file for the prompt, by keyboard or touch. */
export function openFile(onImport: (text: string) => void): void {
  withCode(({ takeChosen }) => takeChosen(onImport));
}

/** Shown over the prompt while a file is held over it. */
export function DropHint() {
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute inset-1 z-10 flex items-center justify-center rounded-sm border border-dashed border-accent bg-accent-soft/80"
    >
      <span className="rounded-sm bg-surface px-2 py-1 text-ink">Drop a text or JSON file</span>
    </div>
  );
}
