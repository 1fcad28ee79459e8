'use client';

import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { cx } from './cx';
import { IconButton } from './icon-button';
import { TextField, type TextFieldProps } from './text-field';

/** A field whose text is hidden until it is asked to be shown. `what` names it: "key", "password". */
export function SecretField({ what, className, ...rest }: TextFieldProps & { what: string }) {
  const [shown, setShown] = useState(false);
  return (
    <div className="relative">
      <TextField
        {...rest}
        type={shown ? 'text' : 'password'}
        autoCapitalize="off"
        spellCheck={false}
        className={cx('pr-9 pointer-coarse:pr-11', className)}
      />
      <IconButton
        label={shown ? `Hide ${what}` : `Show ${what}`}
        size="sm"
        onClick={() => setShown(!shown)}
        className="absolute top-1/2 right-1 -translate-y-1/2 pointer-coarse:right-0"
      >
        {shown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
      </IconButton>
    </div>
  );
}
