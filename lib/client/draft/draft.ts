import * as z from 'zod/mini';
import { DEFAULT_SETTINGS, settingsSchema } from '@/lib/completions/request/settings';
import { STARTER_PROMPTS } from '@/lib/practice/starter-prompts';

/** Layout of a stored draft. Raise it when a field changes its meaning, not when one is added. */
const DRAFT_VERSION = 1;

/** Where a draft came from, so that its run can name its parent. */
const draftParentSchema = z.object({
  runId: z.string(),
  kind: z.enum(['edit', 'append']),
  choiceIndex: z.optional(z.int().check(z.nonnegative())),
});
export type DraftParent = z.infer<typeof draftParentSchema>;

const draftSchema = z.object({
  /** Null until the list of connections has been read: then the default one. */
  connectionId: z.nullable(z.string()),
  model: z.string(),
  /** At least one. With `asList` off the first is the prompt, and the others are kept for when it is on again. */
  prompts: z.array(z.string()).check(z.minLength(1)),
  asList: z.boolean(),
  settings: settingsSchema,
  /** Keep the run going when nobody watches. */
  background: z.boolean(),
  parent: z.nullable(draftParentSchema),
});

/** What the next press of Run would send. Never changed in place. */
export interface Draft {
  readonly connectionId: string | null;
  readonly model: string;
  readonly prompts: readonly string[];
  readonly asList: boolean;
  readonly settings: z.infer<typeof settingsSchema>;
  readonly background: boolean;
  readonly parent: DraftParent | null;
}

/** A draft with nothing in it. */
export function emptyDraft(): Draft {
  return {
    connectionId: null,
    model: '',
    prompts: [''],
    asList: false,
    settings: DEFAULT_SETTINGS,
    background: false,
    parent: null,
  };
}

/** What a first visit starts from: Run works at once. */
export function newcomerDraft(): Draft {
  const first = STARTER_PROMPTS[0];
  return { ...emptyDraft(), prompts: [first?.prompt ?? ''] };
}

/** True while the text is the one that every first visit starts from: nobody has written it. */
export function isNewcomersText({ prompts }: Pick<Draft, 'prompts'>): boolean {
  return prompts.length === 1 && prompts[0] === STARTER_PROMPTS[0]?.prompt;
}

/** The `prompt` field of the request. */
export function draftPrompt(draft: Pick<Draft, 'prompts' | 'asList'>): string | string[] {
  return draft.asList ? [...draft.prompts] : (draft.prompts[0] ?? '');
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
  /** False when a field was not understood and a default stands in its place: the stored text must be kept. */
  readonly whole: boolean;
}

/**
 * Reads what `serializeDraft` wrote, by this version or another. A field that does not fit costs that field only,
 * so that a prompt is never lost because of a setting. Null when it is not a draft at all.
 */
export function readDraft(text: string): ReadDraft | null {
  const stored = z
    .object({ savedAt: z.number(), draft: z.record(z.string(), z.unknown()) })
    .safeParse(jsonOrNull(text));
  if (!stored.success) return null;
  const { savedAt, draft: fields } = stored.data;
  const strict = draftSchema.safeParse(fields);
  if (strict.success) return { draft: strict.data, savedAt, whole: true };
  const empty = emptyDraft();
  const { shape } = draftSchema;
  const draft: Draft = {
    connectionId: pick(shape.connectionId, fields.connectionId, empty.connectionId),
    model: pick(shape.model, fields.model, empty.model),
    prompts: pick<readonly string[]>(shape.prompts, fields.prompts, salvagePrompts(fields)),
    asList: pick(shape.asList, fields.asList, empty.asList),
    settings: pick(shape.settings, fields.settings, empty.settings),
    background: pick(shape.background, fields.background, empty.background),
    parent: pick(shape.parent, fields.parent, empty.parent),
  };
  return { draft, savedAt, whole: false };
}

function pick<Value>(schema: z.ZodMiniType<Value>, value: unknown, otherwise: Value): Value {
  const result = schema.safeParse(value);
  return result.success ? result.data : otherwise;
}

/** Whatever texts there are where the prompts should be. */
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
