'use client';

import { toast } from '@/components/ui/toast';
import { useFileDrop } from '@/components/ui/use-file-drop';
import { readTextFile } from '@/lib/playground/client/text-file';

/** Takes a dropped file as the text of a table. */
export function useTableDrop(onText: (text: string) => void) {
  return useFileDrop(([file]) => file && void takeTableFile(file, onText));
}

export async function takeTableFile(file: File, onText: (text: string) => void): Promise<void> {
  const read = await readTextFile(file);
  if (read.ok) onText(read.text);
  else toast(read.message, { tone: 'bad' });
}
