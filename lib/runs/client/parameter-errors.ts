'use client';

import { useStore } from 'zustand';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import { type ExtraFields, type FieldName, fieldNamed } from '@/lib/protocol/request/completion-request';

/**
 * What a server said about single fields of the last request. Shown at the control until that field changes
 * or another run starts.
 */
type Errors = Readonly<Partial<Record<FieldName, string>>>;
const NONE: Errors = {};

const store = createBrowserStore(NONE);
const focusListeners = new Set<(field: FieldName) => boolean>();

/**
 * Shows a message at the control of a parameter and focuses it. `param` is the name without brackets or
 * indexes, as in `RunError.param`; `extra` are the fields of the request that are not in the table. Returns false, and shows nothing, when no control has that name.
 */
export function showParameterError(param: string, message: string, extra?: ExtraFields): boolean {
  const field = fieldNamed(param, extra);
  if (!field) return false;
  store.setState({ [field]: message });
  focusField(field);
  return true;
}

export function clearParameterError(field: FieldName): void {
  const { [field]: gone, ...rest } = store.getState();
  if (gone !== undefined) store.setState(rest, true);
}

export function clearParameterErrors(): void {
  store.setState(NONE, true);
}

export const subscribeParameterErrors = store.subscribe;

/** The message at a field, or null. */
export function useParameterError(field: FieldName): string | null {
  return useStore(store, (errors) => errors[field] ?? null);
}

export function getParameterError(field: FieldName): string | null {
  return store.getState()[field] ?? null;
}

/**
 * Called when a field should be scrolled into view and focused. The listener with its control returns true;
 * when none does, because its panel is closed, the field waits for `takeWaitingFocus`.
 */
export function onFieldFocus(listener: (field: FieldName) => boolean): () => void {
  focusListeners.add(listener);
  return () => focusListeners.delete(listener);
}

/** Scrolls a field into view and focuses it, without a message. */
export function focusField(field: FieldName): void {
  waiting = field;
  for (const listener of focusListeners) {
    if (listener(field)) waiting = null;
    if (waiting === null) return;
  }
}

let waiting: FieldName | null = null;

/** The field that should have been focused before its control existed; `only`: that one or none. */
export function takeWaitingFocus(only?: FieldName): FieldName | null {
  const field = waiting;
  if (only !== undefined && field !== only) return null;
  waiting = null;
  return field;
}
