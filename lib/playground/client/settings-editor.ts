'use client';

import { createContext, useContext, useMemo, useSyncExternalStore } from 'react';
import type { ParameterName, ParameterValues } from '@/lib/protocol/request/parameters';
import { DEFAULT_SETTINGS, type Settings } from '@/lib/protocol/request/settings';
import {
  clearParameterError,
  focusField,
  getParameterError,
  subscribeParameterErrors,
} from '@/lib/runs/client/parameter-errors';
import { draftIssues, draftNotes } from './draft-run';
import { withReset, withSent, withValue } from './draft-settings';
import { changeSettings, getDraft, subscribeDraft } from './draft-store';

/**
 * The settings that parameter controls edit: those of the draft, or of another part of the page with its own
 * controls.
 */
export interface SettingsEditor {
  subscribe(listener: () => void): () => void;
  settings(): Settings;
  /** `name`: the parameter that is being changed; null: several. */
  change(name: ParameterName | null, change: (settings: Settings) => Settings): void;
  /** Why the settings cannot be run, by parameter. */
  issue(name: ParameterName): string | null;
  /** What OpenAI would refuse of the parameter, although it can be sent to this connection. */
  note(name: ParameterName): string | null;
  /** What a server said about the parameter when it was run. */
  answer(name: ParameterName): string | null;
  /** Number of prompts of the request that the settings belong to. */
  promptCount(): number;
  connectionId(): string | null;
  /** Empty: not chosen yet. */
  model(): string;
  /** Focuses the field for the suffix. Absent: the parameter's row has its own field. */
  readonly writeSuffix?: (() => void) | undefined;
  /** A number that is not sent has an empty field, and typing in it sends it. Absent: a press on its default. */
  readonly alwaysField?: true;
  /** The page shows a run of these settings. */
  readonly showsRun?: true;
}

export const DRAFT_EDITOR: SettingsEditor = {
  subscribe(listener) {
    const forget = [subscribeDraft(listener), subscribeParameterErrors(listener)];
    return () => {
      for (const end of forget) end();
    };
  },
  settings: () => getDraft().settings,
  change(name, change) {
    if (name !== null) clearParameterError(name);
    changeSettings(change);
  },
  issue: (name) => draftIssues(getDraft()).find(({ field }) => field === name)?.message ?? null,
  note: (name) => draftNotes(getDraft()).find(({ param }) => param === name)?.message ?? null,
  answer: getParameterError,
  promptCount: () => (getDraft().asList ? getDraft().prompts.length : 1),
  connectionId: () => getDraft().connectionId,
  model: () => getDraft().model,
  writeSuffix: () => focusField('suffix'),
  showsRun: true,
};

/** The draft's settings in a sheet, which covers the field for the suffix under the prompt. */
export const SHEET_EDITOR: SettingsEditor = { ...DRAFT_EDITOR, writeSuffix: undefined };

const EditorContext = createContext(DRAFT_EDITOR);

/** The controls inside edit these settings instead of the draft's. */
export const SettingsEditorProvider = EditorContext.Provider;

export function useSettingsEditor(): SettingsEditor {
  return useContext(EditorContext);
}

/** A part of the edited settings; re-renders only when that part changes. */
export function useSettings<Value>(select: (settings: Settings) => Value): Value {
  const editor = useSettingsEditor();
  return useSyncExternalStore(
    editor.subscribe,
    () => select(editor.settings()),
    // Only the browser knows the draft.
    () => select(DEFAULT_SETTINGS),
  );
}

/** Any other fact from the editor: an issue, an answer, the connection. */
export function useSettingsFact<Value>(read: (editor: SettingsEditor) => Value, onServer: Value): Value {
  const editor = useSettingsEditor();
  return useSyncExternalStore(
    editor.subscribe,
    () => read(editor),
    () => onServer,
  );
}

export interface ParameterEdits {
  set<Name extends ParameterName>(name: Name, value: NonNullable<ParameterValues[Name]>): void;
  send(name: ParameterName, on: boolean): void;
  /** As on a first visit: the initial value, and sent only if it is by default. */
  reset(name: ParameterName): void;
}

export function useParameterEdits(): ParameterEdits {
  const editor = useSettingsEditor();
  return useMemo(
    () => ({
      set: (name, value) => editor.change(name, (settings) => withValue(settings, name, value)),
      send: (name, on) => editor.change(name, (settings) => withSent(settings, name, on)),
      reset: (name) => editor.change(name, (settings) => withReset(settings, name)),
    }),
    [editor],
  );
}
