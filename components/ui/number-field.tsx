'use client';

import { type ComponentProps, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { CONTROL_STYLE } from './control-style';
import { cx } from './cx';
import { fetchReader, readNow } from './number-reader';
import { stepNumber } from './number-text';
import { toast } from './toast';
import { useLayers } from './use-layers';

const UNREACHED = "Couldn't check this number. Check your network, then try again.";

export interface NumberFieldProps
  extends Omit<
    ComponentProps<'input'>,
    'value' | 'onChange' | 'min' | 'max' | 'step' | 'type' | 'defaultValue'
  > {
  /** Null shows an empty field. */
  value: number | null;
  /**
   * Called on blur, Enter and arrow keys with the number as typed. The caller reports values out of range,
   * since silently changing what someone typed is worse than a message. Null only where `allowEmpty` is set.
   */
  onValueChange: (value: number | null) => void;
  min?: number;
  max?: number;
  /** The change per arrow key; Shift makes it ten times as large. */
  step?: number;
  /** Where arrow keys start while the field is empty; absent: at `min`. */
  stepFrom?: number | undefined;
  integer?: boolean;
  allowEmpty?: boolean;
  /** Id of the error message, while the value is refused. */
  errorId?: string;
  /** Looks unsent. */
  muted?: boolean;
}

/**
 * A number that can be typed freely ("-", "0.", ""): while the field has the focus the text is its own, so
 * neither the caret nor half-typed text changes from outside. Text that cannot be read stays, with a
 * sentence. Until it is corrected the field is `data-unread`, and every submit focuses it instead
 * (`focusUnreadField`).
 */
export function NumberField({
  value,
  onValueChange,
  min,
  max,
  step = 1,
  stepFrom,
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
  /** Why the text cannot be read; empty: the code that could say so is not loaded yet. */
  const [problem, setProblem] = useState<string | null>(null);
  const [field, setField] = useState<HTMLInputElement | null>(null);
  const layers = useLayers(Boolean(problem));
  const bubbleId = useId();
  const shown = typed ?? (value === null ? '' : String(value));

  const clear = () => {
    setTyped(null);
    setProblem(null);
  };

  // Set elsewhere, by a slider or a preset: the typed text is out of date.
  const known = useRef(value);
  useEffect(() => {
    if (known.current === value) return;
    known.current = value;
    if (document.activeElement !== field) {
      setTyped(null);
      setProblem(null);
    }
  }, [value, field]);

  // The panel around it may close: typed text is never dropped silently.
  const lost = useRef<string | null>(null);
  useEffect(() => {
    lost.current = problem;
  }, [problem]);
  useEffect(
    () => () => {
      if (lost.current) toast(lost.current, { tone: 'bad' });
    },
    [],
  );

  const commit = (): boolean => {
    if (typed === null) return true;
    const read = readNow(typed, { integer, min, max });
    if (read === null) {
      setProblem('');
      fetchReader().then(
        () => again.current(typed, true),
        () => again.current(typed, false),
      );
      return false;
    }
    if (read.kind === 'refused') {
      setProblem(read.message);
      return false;
    }
    // An emptied field keeps its previous number.
    if (read.kind === 'empty' && !allowEmpty) return true;
    const next = read.kind === 'number' ? read.value : null;
    if (next !== value) onValueChange(next);
    return true;
  };

  // Text left before the reader's code was loaded is read afterwards, unless it has changed since.
  const again = useRef((_text: string, _isHere: boolean) => {});
  useEffect(() => {
    again.current = (text, isHere) => {
      if (text !== typed) return;
      if (isHere) {
        if (commit()) clear();
      } else {
        setProblem(UNREACHED);
        if (!field?.isConnected) toast(UNREACHED, { tone: 'bad' });
      }
    };
  });

  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    onKeyDown?.(event);
    if (event.defaultPrevented) return;
    if (event.key === 'Enter') {
      if (commit()) clear();
    } else if (event.key === 'Escape' && typed !== null) {
      // Reverts the typed text and does nothing else: Escape also stops a run and closes dialogs.
      event.stopPropagation();
      // A native dialog closes by the default action.
      event.preventDefault();
      clear();
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      const read = typed === null ? null : readNow(typed, { integer, min, max });
      if (typed !== null && read === null) return void commit();
      const from = read?.kind === 'number' ? read.value : (value ?? stepFrom ?? min ?? 0);
      const by = (event.key === 'ArrowUp' ? 1 : -1) * (event.shiftKey ? 10 : 1);
      clear();
      onValueChange(stepNumber(from, by, { min, max, step }));
    }
  };

  return (
    <>
      <input
        {...rest}
        ref={setField}
        data-unread={problem ?? undefined}
        type="text"
        inputMode={integer && (min ?? -1) >= 0 ? 'numeric' : 'decimal'}
        autoComplete="off"
        spellCheck={false}
        value={shown}
        aria-invalid={!!problem || rest['aria-invalid'] || undefined}
        aria-describedby={cx(rest['aria-describedby'], errorId, problem && bubbleId) || undefined}
        onFocus={(event) => {
          event.currentTarget.select();
          fetchReader().catch(() => undefined);
          onFocus?.(event);
        }}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setProblem(null);
        }}
        onBlur={(event) => {
          if (commit()) clear();
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
      {problem && field && layers && (
        <layers.FieldBubble id={bubbleId} anchor={field}>
          {problem}
        </layers.FieldBubble>
      )}
    </>
  );
}
