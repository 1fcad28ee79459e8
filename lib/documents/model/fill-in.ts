/**
 * What happens to the text after the cursor when a run continues at it. `suffix` and `template` send it and `waits` does
 * not, and with these it stays in the document; `replace` removes it, unsent.
 */
export type FillInKind = 'suffix' | 'template' | 'waits' | 'replace';

export function isSentKind(kind: FillInKind): boolean {
  return kind === 'suffix' || kind === 'template';
}

export interface FillIn {
  readonly kind: FillInKind;
  /** The model's own format, where it is known. */
  readonly template: FillInTemplate | null;
}

export interface FillInTemplate {
  /** Whose format it is. */
  readonly model: string;
  /** The prompt; the model writes what belongs between both texts. */
  readonly prompt: (before: string, after: string) => string;
}

interface KnownTemplate extends FillInTemplate {
  readonly names: RegExp;
}

/**
 * Formats of models that were trained to fill in, as their authors document them. Chat versions of the same models
 * often know them too.
 */
const TEMPLATES: readonly KnownTemplate[] = [
  {
    model: 'StarCoder',
    names: /starcoder|santacoder/i,
    prompt: (before, after) => `<fim_prefix>${before}<fim_suffix>${after}<fim_middle>`,
  },
  {
    model: 'Qwen Coder',
    names: /qwen[\d.]*-?coder/i,
    prompt: (before, after) => `<|fim_prefix|>${before}<|fim_suffix|>${after}<|fim_middle|>`,
  },
  {
    model: 'CodeGemma',
    names: /codegemma/i,
    prompt: (before, after) => `<|fim_prefix|>${before}<|fim_suffix|>${after}<|fim_middle|>`,
  },
  {
    model: 'DeepSeek Coder',
    names: /deepseek-?coder/i,
    prompt: (before, after) => `<｜fim▁begin｜>${before}<｜fim▁hole｜>${after}<｜fim▁end｜>`,
  },
  {
    // Not its 34B and Python versions, which were not trained for it.
    model: 'Code Llama',
    names: /code-?llama(?!.*(?:34b|70b|python))/i,
    prompt: (before, after) => `<PRE> ${before} <SUF>${after} <MID>`,
  },
];

/** Kinds of servers that document `suffix`, and do something with it. */
const SUFFIX_KINDS: ReadonlySet<string> = new Set([
  'practice',
  'r9s',
  'openai',
  'azure',
  'deepseek',
  'ollama',
]);

/**
 * What is best done with the text after the cursor.
 * @param kind the connection's kind
 */
export function fillIn(kind: string | undefined, model: string): FillIn {
  const template = TEMPLATES.find(({ names }) => names.test(model)) ?? null;
  if (kind !== undefined && SUFFIX_KINDS.has(kind)) return { kind: 'suffix', template };
  return { kind: template ? 'template' : 'waits', template };
}
