'use client';

import { Segmented } from '@/components/ui/segmented';
import type { PlaygroundLayout } from '@/lib/platform/client/playground-layout';

type Mode = PlaygroundLayout['mode'];

export const MODES = [
  { value: 'prompt', label: 'Prompt', name: 'Prompt mode' },
  { value: 'document', label: 'Document', name: 'Document mode' },
] as const;

/** Switches between a prompt over its output, and one text that the model continues. */
export function ModeSwitch({ mode, onChange }: { mode: Mode; onChange: (mode: Mode) => void }) {
  return (
    <Segmented
      label="Mode"
      value={mode}
      onValueChange={onChange}
      options={MODES}
      className="shrink-0 [&_button]:h-[26px] pointer-coarse:[&_button]:h-[38px]"
    />
  );
}
