import type { ComponentProps } from 'react';
import { CONTROL_STYLE } from './control-style';
import { cx } from './cx';

export interface TextFieldProps extends ComponentProps<'input'> {
  /** For text that machines read: keys, addresses, ids. */
  mono?: boolean;
}

export function TextField({ mono = false, className, type = 'text', ...rest }: TextFieldProps) {
  return (
    <input
      {...rest}
      type={type}
      className={cx(CONTROL_STYLE, 'h-8 px-2 pointer-coarse:h-10', mono && 'font-mono', className)}
    />
  );
}
