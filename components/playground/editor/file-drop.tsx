'use client';

import { toast } from '@/components/ui/toast';
import { useFileDrop } from '@/components/ui/use-file-drop';

const NOT_LOADED = "Couldn't load this. Check your network.";
const load = () => import('./take-file');

function withCode(use: (code: Awaited<ReturnType<typeof load>>) => void): void {
  load().then(use, () => toast(NOT_LOADED, { tone: 'bad' }));
}

/** Takes files that are dropped on a prompt's field, or beside one. */
export function usePromptDrop(onImport: (text: string) => void) {
  return useFileDrop(
    (files, event) => {
      const field = (event.target as Element).closest<HTMLTextAreaElement>('textarea[data-prompt]');
      const dropped = field === null ? null : Number(field.dataset.prompt);
      withCode(({ takeDrop }) => takeDrop(files, field, dropped, onImport));
    },
    () => void load().catch(() => undefined),
  );
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
