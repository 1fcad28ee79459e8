import type { ComponentProps } from 'react';
import { CONTROL_STYLE } from './control-style';
import { cx } from './cx';

export interface TextAreaProps extends ComponentProps<'textarea'> {
  mono?: boolean;
}

export function TextArea({ mono = false, className, rows = 3, ...rest }: TextAreaProps) {
  return (
    <textarea
      {...rest}
      rows={rows}
      className={cx(CONTROL_STYLE, 'resize-y px-2 py-1.5', mono && 'font-mono', className)}
    />
  );
}
