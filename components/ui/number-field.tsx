'use client';

import { type ComponentProps, type KeyboardEvent, useState } from 'react';
import { CONTROL_STYLE } from './control-style';
import { cx } from './cx';
import { readNumber, stepNumber } from './number-text';

export interface NumberFieldProps
  extends Omit<
    ComponentProps<'input'>,
    'value' | 'onChange' | 'min' | 'max' | 'step' | 'type' | 'defaultValue'
  > {
  /** Null shows an empty field. */
  value: number | null;
  /**
   * On blur, Enter and arrow keys, with the number as it was typed: out of range is for the caller to say, since
   * silently changing what someone typed is worse than a message. Null only where `allowEmpty` is set.
   */
  onValueChange: (value: number | null) => void;
  min?: number;
  max?: number;
  /** What an arrow key adds; Shift adds ten times that. */
  step?: number;
  integer?: boolean;
  allowEmpty?: boolean;
  /** Id of the message to point at while the value is refused. */
  errorId?: string;
  /** Looks unsent. */
  muted?: boolean;
}

/**
 * A number that can be typed freely ("-", "0.", ""): the text is the field's own while it has the focus, so neither
 * the caret nor the half-typed text is ever touched from outside.
 */
export function NumberField({
  value,
  onValueChange,
  min,
  max,
  step = 1,
  integer = false,
  allowEmpty = false,
  errorId,
  muted = false,
  className,
  onBlur,
  onKeyDown,
  onFocus,
  ...rest
}: NumberFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const [unreadable, setUnreadable] = useState(false);
  const shown = typed ?? (value === null ? '' : String(value));

  const commit = (): boolean => {
    if (typed === null) return true;
    const read = readNumber(typed, integer);
    const ok = read.kind === 'number' || (read.kind === 'empty' && allowEmpty);
    setUnreadable(!ok);
    if (!ok) return false;
    const next = read.kind === 'number' ? read.value : null;
    if (next !== value) onValueChange(next);
    return true;
  };

  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    onKeyDown?.(event);
    if (event.defaultPrevented) return;
    if (event.key === 'Enter') {
      if (commit()) setTyped(null);
    } else if (event.key === 'Escape' && typed !== null) {
      // Takes back what was typed, and only that: Escape also stops a run and closes dialogs.
      event.stopPropagation();
      setTyped(null);
      setUnreadable(false);
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      const read = readNumber(shown, integer);
      const from = read.kind === 'number' ? read.value : (value ?? min ?? 0);
      const by = (event.key === 'ArrowUp' ? 1 : -1) * (event.shiftKey ? 10 : 1);
      setTyped(null);
      setUnreadable(false);
      onValueChange(stepNumber(from, by, { min, max, step }));
    }
  };

  return (
    <input
      {...rest}
      type="text"
      inputMode={integer && (min ?? -1) >= 0 ? 'numeric' : 'decimal'}
      autoComplete="off"
      spellCheck={false}
      value={shown}
      aria-invalid={unreadable || rest['aria-invalid'] || undefined}
      aria-describedby={cx(rest['aria-describedby'], errorId) || undefined}
      onFocus={(event) => {
        event.currentTarget.select();
        onFocus?.(event);
      }}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        setUnreadable(false);
      }}
      onBlur={(event) => {
        // What cannot be read goes back to the last good value: leaving a field must not leave a hidden lie.
        commit();
        setTyped(null);
        setUnreadable(false);
        onBlur?.(event);
      }}
      onKeyDown={onKey}
      className={cx(
        CONTROL_STYLE,
        'h-6 px-1.5 text-right pointer-coarse:h-10',
        muted && 'text-ink-3',
        className,
      )}
    />
  );
}
