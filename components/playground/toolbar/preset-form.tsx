'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/text-field';
import { toast } from '@/components/ui/toast';
import { messageOf } from '@/lib/platform/client/http/api-error';
import { notePresetInUse, presetContent, useSavePreset } from '@/lib/playground/client/presets';
import { type Preset, presetInputSchema } from '@/lib/playground/model/presets';

/** Saves the current settings and model under a new name. */
export function PresetForm({ taken }: { taken: readonly Preset[] }) {
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const save = useSavePreset();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (save.isPending) return;
    const input = presetInputSchema.safeParse({ name, ...presetContent() });
    if (!input.success) return setProblem(input.error.issues[0]?.message ?? 'Enter a preset name.');
    if (taken.some((preset) => preset.name === input.data.name)) {
      return setProblem('That name is taken. Overwrite the preset below or choose another name.');
    }
    // A promise rather than callbacks: those end with this form, which may be closed by then.
    save.mutateAsync(input.data).then(
      (saved) => {
        setName('');
        notePresetInUse(saved);
        toast(`“${input.data.name}” saved.`);
      },
      (error: unknown) => setProblem(messageOf(error)),
    );
  };
  return (
    <form onSubmit={submit} className="flex shrink-0 flex-col gap-1 border-b p-2">
      <div className="flex items-center gap-1.5">
        <TextField
          aria-label="Name for the current settings"
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? 'preset-problem' : undefined}
          placeholder="Save current settings as"
          value={name}
          maxLength={80}
          autoComplete="off"
          onChange={(event) => {
            setName(event.currentTarget.value);
            setProblem(null);
          }}
        />
        <Button type="submit" loading={save.isPending}>
          Save
        </Button>
      </div>
      {problem && (
        <p id="preset-problem" role="alert" className="px-1 text-xs text-bad">
          {problem}
        </p>
      )}
    </form>
  );
}
