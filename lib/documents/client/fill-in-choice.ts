'use client';

import { useStore } from 'zustand';
import { getConnections } from '@/lib/connections/client/connection-list';
import { type FillIn, type FillInKind, fillIn } from '@/lib/documents/model/fill-in';
import { ownStorage } from '@/lib/platform/client/browser-storage';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import { isRecord } from '@/lib/protocol/response/wire-json';

const KEY = 'playground.fill-in';
/** More connections and models than anybody uses side by side. */
const MAX_CHOICES = 200;

/** What the person chose, by connection and model. */
const store = createBrowserStore<Readonly<Record<string, FillInKind>>>({}, read);

/** What is done with the text after the cursor: what was chosen for this connection and model, or what is best. */
export function chosenFillIn(connectionId: string | null, model: string): FillIn {
  return withChoice(connectionId, model, store.getState());
}

export function useChosenFillIn(connectionId: string | null, model: string): FillIn {
  return withChoice(connectionId, model, useStore(store));
}

export function chooseFillIn(connectionId: string | null, model: string, kind: FillInKind): void {
  const { [keyOf(connectionId, model)]: _before, ...others } = store.getState();
  const kept = Object.entries(others).slice(-MAX_CHOICES + 1);
  store.setState({ ...Object.fromEntries(kept), [keyOf(connectionId, model)]: kind }, true);
  // What removes text is chosen anew on each page; the choice of before is there again.
  if (kind === 'replace') return;
  try {
    const stored = { ...read(), [keyOf(connectionId, model)]: kind };
    ownStorage('local').setItem(
      KEY,
      JSON.stringify(Object.fromEntries(Object.entries(stored).slice(-MAX_CHOICES))),
    );
  } catch {
    // Storage is full or blocked: the choice lasts as long as this page.
  }
}

function withChoice(
  connectionId: string | null,
  model: string,
  choices: Readonly<Record<string, FillInKind>>,
): FillIn {
  const best = fillIn(getConnections().find(({ id }) => id === connectionId)?.kind, model);
  const chosen = choices[keyOf(connectionId, model)];
  if (chosen === undefined || (chosen === 'template' && !best.template)) return best;
  return { ...best, kind: chosen };
}

function keyOf(connectionId: string | null, model: string): string {
  return `${connectionId ?? ''} ${model}`;
}

function read(): Readonly<Record<string, FillInKind>> {
  try {
    const stored: unknown = JSON.parse(ownStorage('local').getItem(KEY) ?? '{}');
    if (!isRecord(stored)) return {};
    const found: Record<string, FillInKind> = {};
    for (const [key, kind] of Object.entries(stored)) {
      if (kind === 'suffix' || kind === 'template' || kind === 'waits') found[key] = kind;
    }
    return found;
  } catch {
    return {};
  }
}
