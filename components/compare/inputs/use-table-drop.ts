'use client';

import { type DragEvent, useState } from 'react';
import { toast } from '@/components/ui/toast';
import { readTextFile } from '@/lib/playground/client/text-file';

/** Takes a dropped file as the text of a table. */
export function useTableDrop(onText: (text: string) => void) {
  const [isOver, setOver] = useState(false);
  const handlers = {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: ({ relatedTarget, currentTarget }: DragEvent) => {
      if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setOver(false);
    },
    onDrop: (event: DragEvent) => {
      setOver(false);
      const [file] = event.dataTransfer.files;
      if (!file) return;
      event.preventDefault();
      void takeTableFile(file, onText);
    },
  };
  return { isOver, handlers };
}

export async function takeTableFile(file: File, onText: (text: string) => void): Promise<void> {
  const read = await readTextFile(file);
  if (read.ok) onText(read.text);
  else toast(read.message, { tone: 'bad' });
}
