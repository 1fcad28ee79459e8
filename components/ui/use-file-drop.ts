'use client';

import { type DragEvent, useState } from 'react';

/**
 * What makes an element take dropped files: handlers for it, and whether one is held over it. Text that is dragged from
 * elsewhere is left to the browser.
 * @param onOver when a file comes over it, to load what will read it
 */
export function useFileDrop(
  onFiles: (files: readonly File[], event: DragEvent) => void,
  onOver: () => void = () => undefined,
) {
  const [isOver, setOver] = useState(false);
  const handlers = {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      // What is around it, or under its dialog, takes files too.
      event.stopPropagation();
      event.dataTransfer.dropEffect = 'copy';
      if (!isOver) {
        setOver(true);
        onOver();
      }
    },
    onDragLeave: ({ relatedTarget, currentTarget }: DragEvent) => {
      if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setOver(false);
    },
    onDrop: (event: DragEvent) => {
      setOver(false);
      const files = [...event.dataTransfer.files];
      if (files.length === 0) return;
      event.preventDefault();
      event.stopPropagation();
      onFiles(files, event);
    },
  };
  return { isOver, handlers };
}
