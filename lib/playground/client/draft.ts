import { STARTER_PROMPTS } from '@/lib/practice/starter-prompts';
import { promptOfTexts, textsOfPrompt } from '@/lib/protocol/request/prompts';
import {
  changedParameters,
  DEFAULT_SETTINGS,
  readSettings,
  type Settings,
  sameValue,
} from '@/lib/protocol/request/settings';
import type { Prompt } from '@/lib/protocol/request/value-kinds';
import { isRecord } from '@/lib/protocol/response/wire-json';
import { type InjectedTexts, NO_TEXTS, readInjected, withoutStart } from './injected-texts';

/** Layout of a stored draft. Raise it when a field changes its meaning, not when one is added. */
const DRAFT_VERSION = 1;

/** Where a draft came from, so that its run can name its parent. */
export interface DraftParent {
  readonly runId: string;
  readonly kind: 'edit' | 'append';
  readonly choiceIndex?: number | undefined;
}

/** A preset as it was applied or saved, so that its name can say whether the settings still are its own. */
export interface DraftPreset {
  readonly id: string;
  /** With its hidden characters made visible. */
  readonly name: string;
  /** Null: it leaves the model as it is. */
  readonly model: string | null;
  readonly settings: Settings;
  /** Null: it is from before there were any, and leaves them as they are. */
  readonly injected: InjectedTexts | null;
}

/** What the next run would send. Never changed in place. */
export interface Draft {
  /** Null until the list of connections is loaded: then the default one. */
  readonly connectionId: string | null;
  readonly model: string;
  /**
   * At least one. With `asList` off the first is the prompt, and the others are retained for when it is on
   * again.
   */
  readonly prompts: readonly string[];
  readonly asList: boolean;
  /** The prompts are lists of token ids instead of texts. */
  readonly asIds: boolean;
  readonly settings: Settings;
  readonly injected: InjectedTexts;
  /** Whether the run continues when nobody watches. */
  readonly background: boolean;
  readonly parent: DraftParent | null;
  /** The preset in use; null once the settings come from elsewhere. */
  readonly preset: DraftPreset | null;
}

/** A draft with nothing in it. */
export function emptyDraft(): Draft {
  return {
    connectionId: null,
    model: '',
    prompts: [''],
    asList: false,
    asIds: false,
    settings: DEFAULT_SETTINGS,
    injected: NO_TEXTS,
    background: false,
    parent: null,
    preset: null,
  };
}

/** The draft of a first visit; it can be run immediately. */
export function newcomerDraft(): Draft {
  const first = STARTER_PROMPTS[0];
  return { ...emptyDraft(), prompts: [first?.prompt ?? ''] };
}

/** True while the text is the one of every first visit, so that nobody wrote it. */
export function isNewcomersText({ prompts }: Pick<Draft, 'prompts'>): boolean {
  return prompts.length === 1 && prompts[0] === STARTER_PROMPTS[0]?.prompt;
}

/** Whether the next run would still send what the preset holds. */
export function isAsPreset(
  { model, settings, injected }: Pick<Draft, 'model' | 'settings' | 'injected'>,
  preset: Pick<DraftPreset, 'model' | 'settings' | 'injected'>,
): boolean {
  return (
    (preset.model === null || preset.model === model) &&
    (preset.injected === null || sameValue(preset.injected, injected)) &&
    changedParameters(preset.settings, settings).length === 0
  );
}

/** The `prompt` field of the request: with the start text at its end, unless it is token ids. */
export function draftPrompt({ prompts, asList, asIds, injected: { start } }: DraftPrompts): Prompt {
  const texts = asIds ? prompts : prompts.map((prompt) => prompt + start);
  return promptOfTexts(asList ? texts : (texts[0] ?? ''), asIds);
}

type DraftPrompts = Pick<Draft, 'prompts' | 'asList' | 'asIds' | 'injected'>;

/** The draft's fields for the prompt of a request, with the start text in use as far as the prompt has it. */
export function draftPrompts(prompt: Prompt, injected: InjectedTexts): DraftPrompts {
  const { texts, asList, asIds } = textsOfPrompt(prompt);
  const own = asIds ? { prompts: texts, injected } : withoutStart(texts, injected);
  return { ...own, asList, asIds };
}

/** True when there is text in it that a person may have typed. */
export function draftHasText(draft: Pick<Draft, 'prompts'>): boolean {
  return draft.prompts.some((prompt) => prompt !== '');
}

export function serializeDraft(draft: Draft, savedAt: number): string {
  return JSON.stringify({ version: DRAFT_VERSION, savedAt, draft });
}

export interface ReadDraft {
  readonly draft: Draft;
  /** Milliseconds since the epoch. */
  readonly savedAt: number;
  /**
   * False when a field could not be read and a default replaces it: the stored text must then be retained.
   */
  readonly whole: boolean;
}

/**
 * Reads what `serializeDraft` wrote, by this version or another. An invalid field loses only that field, so
 * that a prompt is never lost because of a setting. Null when it is not a draft at all.
 */
export function readDraft(text: string): ReadDraft | null {
  const stored = jsonOrNull(text);
  if (!isRecord(stored) || !isRecord(stored.draft) || typeof stored.savedAt !== 'number') return null;
  const fields = stored.draft;
  const empty = emptyDraft();
  let whole = true;
  const orElse = <Value>(value: Value | undefined, otherwise: Value): Value => {
    if (value === undefined) whole = false;
    return value === undefined ? otherwise : value;
  };
  const draft: Draft = {
    connectionId: orElse(
      fields.connectionId === null ? null : readText(fields.connectionId),
      empty.connectionId,
    ),
    model: orElse(readText(fields.model), empty.model),
    prompts: orElse(readPrompts(fields.prompts), salvagePrompts(fields)),
    asList: orElse(readFlag(fields.asList), empty.asList),
    // Absent in drafts from before.
    asIds: readFlag(fields.asIds) ?? empty.asIds,
    settings: orElse(readSettings(fields.settings) ?? undefined, empty.settings),
    injected: readInjected(fields.injected) ?? empty.injected,
    background: orElse(readFlag(fields.background), empty.background),
    parent: orElse(readParent(fields.parent), empty.parent),
    preset: readPreset(fields.preset),
  };
  return { draft, savedAt: stored.savedAt, whole };
}

/*
 * Each returns undefined when the value does not fit. Written by hand without a schema: the draft is read
 * before the first paint, and must not wait for a library.
 */

function readText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function readFlag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function readPrompts(value: unknown): readonly string[] | undefined {
  const isList = Array.isArray(value) && value.length > 0;
  return isList && value.every((item) => typeof item === 'string') ? value : undefined;
}

function readParent(value: unknown): DraftParent | null | undefined {
  if (value === null) return null;
  if (!isRecord(value) || typeof value.runId !== 'string') return undefined;
  const { runId, kind, choiceIndex } = value;
  if (kind !== 'edit' && kind !== 'append') return undefined;
  if (choiceIndex === undefined) return { runId, kind };
  const isIndex = typeof choiceIndex === 'number' && Number.isSafeInteger(choiceIndex) && choiceIndex >= 0;
  return isIndex ? { runId, kind, choiceIndex } : undefined;
}

/** A name that cannot be read is no loss: the settings themselves are in the draft. */
function readPreset(value: unknown): DraftPreset | null {
  if (!isRecord(value)) return null;
  const { id, name, model } = value;
  const settings = readSettings(value.settings);
  if (typeof id !== 'string' || typeof name !== 'string' || !settings) return null;
  return { id, name, model: readText(model) ?? null, settings, injected: readInjected(value.injected) };
}

/** All texts found where the prompts should be. */
function salvagePrompts(fields: Record<string, unknown>): string[] {
  const found = [fields.prompts, fields.prompt].flat().filter((value) => typeof value === 'string');
  return found.length > 0 ? found : [''];
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
