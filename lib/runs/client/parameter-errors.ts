'use client';

import { useSyncExternalStore } from 'react';
import { callEach } from '@/lib/platform/client/call-each';
import type { FieldName } from '@/lib/protocol/request/completion-request';
import { PARAMETER_NAMES } from '@/lib/protocol/request/parameters';

/**
 * What a server said about single fields of the last request. Shown at the control until that field is changed or
 * another run starts.
 */
type Errors = Readonly<Partial<Record<FieldName, string>>>;
const NONE: Errors = {};

let errors: Errors = NONE;
const listeners = new Set<() => void>();
const focusListeners = new Set<(field: FieldName) => boolean>();

/** Null for a name that has no control of its own. */
function fieldOf(param: string): FieldName | null {
  if (param === 'model' || param === 'prompt') return param;
  return PARAMETER_NAMES.find((name) => name === param) ?? null;
}

function commit(next: Errors): void {
  errors = next;
  callEach(listeners);
}

/**
 * Shows a message at the control of a parameter and moves the focus there. `param` is the name without brackets or
 * indexes, as in `RunError.param`. Answers false when no control has that name, and shows nothing then.
 */
export function showParameterError(param: string, message: string): boolean {
  const field = fieldOf(param);
  if (!field) return false;
  commit({ ...errors, [field]: message });
  focusField(field);
  return true;
}

export function clearParameterError(field: FieldName): void {
  if (errors[field] === undefined) return;
  const { [field]: _gone, ...rest } = errors;
  commit(rest);
}

export function clearParameterErrors(): void {
  if (errors !== NONE) commit(NONE);
}

export function subscribeParameterErrors(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The message at a field, or null. */
export function useParameterError(field: FieldName): string | null {
  return useSyncExternalStore(
    subscribeParameterErrors,
    () => errors[field] ?? null,
    () => null,
  );
}

export function getParameterError(field: FieldName): string | null {
  return errors[field] ?? null;
}

/**
 * Called when a field should come into view and take the focus. Whoever has its control answers true; when nobody
 * does, because its panel is closed, the wish waits for `takeWaitingFocus`.
 */
export function onFieldFocus(listener: (field: FieldName) => boolean): () => void {
  focusListeners.add(listener);
  return () => focusListeners.delete(listener);
}

/** Brings a field into view and focuses it, without a message. */
export function focusField(field: FieldName): void {
  waiting = field;
  for (const listener of focusListeners) {
    if (listener(field)) waiting = null;
    if (waiting === null) return;
  }
}

let waiting: FieldName | null = null;

/** The field that should have been focused before its control was there. */
export function takeWaitingFocus(): FieldName | null {
  const field = waiting;
  waiting = null;
  return field;
}
