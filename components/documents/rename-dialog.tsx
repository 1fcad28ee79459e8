'use client';

import { useState } from 'react';
import { FormDialog } from '@/components/ui/form-dialog';
import { TextField } from '@/components/ui/text-field';

const MAX_LENGTH = 200;

export interface RenameDialogProps {
  title: string | null;
  /** Its first words, which stand for it while it has no title. */
  excerpt: string;
  onRename: (title: string | null) => void;
  onClose: () => void;
}

export function RenameDialog({ title, excerpt, onRename, onClose }: RenameDialogProps) {
  const [text, setText] = useState(title ?? '');
  return (
    <FormDialog
      title="Rename document"
      description="Without a title, its first words are shown."
      className="max-w-md"
      submitLabel="Rename"
      isPending={false}
      onSubmit={() => {
        onRename(text.trim() || null);
        onClose();
      }}
      onClose={onClose}
    >
      <TextField
        data-autofocus=""
        aria-label="Title"
        placeholder={excerpt.slice(0, 80) || 'Title'}
        value={text}
        maxLength={MAX_LENGTH}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
