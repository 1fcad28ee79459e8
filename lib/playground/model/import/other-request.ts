import { isRecord } from '@/lib/protocol/response/wire-json';
import type { FoundFields } from './find-fields';
import { NOT_LITERAL } from './literal-cursor';

/** A request of another endpoint than completions. */
export interface OtherRequest {
  /** What it is, in one sentence. */
  readonly message: string;
  /** What its text is called there: what the prompt can be made of. */
  readonly source: 'messages' | 'input';
  /**
   * The prompt that can be made of it; null: its text is not in the code, or there is none. Roles are at the beginning of
   * lines, and the turn of the assistant is left open.
   */
  readonly prompt: string | null;
  /** Its images, files and calls of tools, which a prompt cannot have. */
  readonly leavesOut: boolean;
}

type Kind = 'chat' | 'anthropic' | 'responses' | 'embeddings';

const MESSAGES: Readonly<Record<Kind, string>> = {
  chat: 'This is a chat request; the playground sends completions.',
  anthropic: "This is a request to Anthropic's Messages API; the playground sends completions.",
  responses: 'This is a request to the Responses API; the playground sends completions.',
  embeddings: 'This is an embeddings request; the playground sends completions.',
};

const PATHS: readonly (readonly [RegExp, Kind])[] = [
  [/\/chat\/completions\/?$/, 'chat'],
  [/\/messages\/?$/, 'anthropic'],
  [/\/responses\/?$/, 'responses'],
  [/\/embeddings?\/?$/, 'embeddings'],
];
const CALLEES: readonly (readonly [RegExp, Kind])[] = [
  [/^messages/i, 'anthropic'],
  [/^responses/i, 'responses'],
  [/^embeddings?/i, 'embeddings'],
];

/** The path of an address without that of its endpoint. */
export function basePath(path: string): string {
  return path
    .replace(/\/(?:chat\/)?completions\/?$|\/(?:messages|responses|embeddings?)\/?$/, '')
    .replace(/\/$/, '');
}

type Found = Extract<FoundFields, { ok: true }>;

/** Null: it is a completions request, or cannot be told from one. */
export function otherRequest(found: Found): OtherRequest | null {
  const kind = kindOf(found);
  if (kind === null) return null;
  const { fields } = found;
  const isChat = kind === 'chat' || kind === 'anthropic';
  const written = isChat ? fields.messages : fields.input;
  const before = isChat ? fields.system : kind === 'responses' ? fields.instructions : undefined;
  const turns = [
    ...(before == null ? [] : [{ role: 'system', content: before }]),
    ...(Array.isArray(written) ? written : []),
  ];
  const source = isChat ? 'messages' : 'input';
  const plain = kind === 'embeddings' || before == null;
  if (typeof written === 'string' && plain) return made(kind, source, { text: written, leavesOut: false });
  if (kind === 'embeddings') return made(kind, source, null);
  if (typeof written === 'string') turns.push({ role: 'user', content: written });
  const isKnown = Array.isArray(written) || typeof written === 'string';
  return made(kind, source, isKnown ? linesOf(turns) : null);
}

interface Lines {
  readonly text: string;
  readonly leavesOut: boolean;
}

function made(kind: Kind, source: OtherRequest['source'], lines: Lines | null): OtherRequest {
  return {
    message: MESSAGES[kind],
    source,
    prompt: lines === null || lines.text === '' ? null : lines.text,
    leavesOut: lines?.leavesOut ?? false,
  };
}

function kindOf({ fields, url, headers, callee }: Found): Kind | null {
  if ('prompt' in fields) return null;
  const path = url !== null && URL.canParse(url) ? new URL(url).pathname : '';
  const named =
    PATHS.find(([pattern]) => pattern.test(path)) ?? CALLEES.find(([one]) => one.test(callee ?? ''));
  if (named) return named[1];
  if ('messages' in fields) {
    const isAnthropic = headers.some(({ name }) => name.toLowerCase() === 'anthropic-version');
    return isAnthropic || 'system' in fields ? 'anthropic' : 'chat';
  }
  if (!('input' in fields && 'model' in fields)) return null;
  return /embed/i.test(String(fields.model)) ? 'embeddings' : 'responses';
}

const ROLES: Readonly<Record<string, string>> = {
  system: 'System',
  developer: 'System',
  user: 'User',
  human: 'User',
  assistant: 'Assistant',
  ai: 'Assistant',
  model: 'Assistant',
  tool: 'Tool',
  function: 'Tool',
};
const OPEN = 'Assistant:';

/** Each turn as a line that begins with its role; null when a part of them is not in the code. */
function linesOf(turns: readonly unknown[]): Lines | null {
  const lines: string[] = [];
  let leavesOut = false;
  let last = '';
  for (const turn of turns) {
    if (!isRecord(turn)) return null;
    const { role, content } = turn;
    const name = typeof role === 'string' && Object.hasOwn(ROLES, role) ? ROLES[role] : undefined;
    const read = textOf(content);
    if (read === null || role === NOT_LITERAL) return null;
    leavesOut ||= read.leavesOut || name === undefined;
    if (name === undefined || read.text === '') continue;
    lines.push(`${name}: ${read.text}`);
    last = name;
  }
  if (lines.length === 0) return { text: '', leavesOut };
  // An answer that was begun is continued.
  if (last !== 'Assistant') lines.push(OPEN);
  return { text: lines.join('\n'), leavesOut };
}

/** The text of a turn, which may be in parts; null when it is not in the code. */
function textOf(content: unknown): Lines | null {
  if (content === NOT_LITERAL) return null;
  if (typeof content === 'string') return { text: content, leavesOut: false };
  if (!Array.isArray(content)) return { text: '', leavesOut: true };
  const texts: string[] = [];
  let leavesOut = false;
  for (const part of content) {
    const text = isRecord(part) ? part.text : part;
    if (part === NOT_LITERAL || text === NOT_LITERAL) return null;
    if (typeof text === 'string') texts.push(text);
    else leavesOut = true;
  }
  return { text: texts.join('\n'), leavesOut };
}

/** Fields that have another name in completions. */
const RENAMED: Readonly<Record<string, string>> = {
  max_completion_tokens: 'max_tokens',
  maxCompletionTokens: 'max_tokens',
  max_output_tokens: 'max_tokens',
  stop_sequences: 'stop',
};
/** What the prompt is made of. */
const TEXTS = new Set(['messages', 'input', 'system', 'instructions']);

/** The fields that a completions request can have too, in its names. */
export function asCompletion(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (TEXTS.has(name) || name === 'top_logprobs') continue;
    const own = RENAMED[name] ?? name;
    // Chat says in two fields what completions say in one.
    if (own === 'logprobs' && typeof value === 'boolean') {
      if (value) kept.logprobs = fields.top_logprobs ?? 0;
    } else kept[own] = value;
  }
  return kept;
}
