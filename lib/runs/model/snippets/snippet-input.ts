import { type CompletionRequest, wireBody } from '@/lib/protocol/request/completion-request';
import { completionsUrl, sdkBaseUrl } from '@/lib/protocol/request/completions-url';
import { isParameterName, PARAMETERS } from '@/lib/protocol/request/parameters';
import type { Retries } from '@/lib/protocol/request/value-kinds';

export interface SnippetInput {
  readonly request: CompletionRequest;
  readonly retries?: Retries | undefined;
  /** The connection's base URL, as the user gave it. */
  readonly baseUrl: string;
  /** False for servers that need no key (Ollama). Default true. */
  readonly hasKey?: boolean;
  /**
   * Whether the server writes `"object": "completion"`, as r9s and this app do: the r9s SDK throws on anything else.
   * Default: true for hosts of r9s only.
   */
  readonly r9sShape?: boolean;
  /** Name of the environment variable that holds the key. Default: by the host. */
  readonly keyVariable?: string;
}

/** The fields of a request that OpenAI's clients have arguments for, and the others as they go over the wire. */
export function byClient(request: CompletionRequest): {
  known: Partial<CompletionRequest>;
  others: Record<string, unknown>;
} {
  const known: Record<string, unknown> = {};
  const others: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(wireBody(request))) {
    if (value === undefined) continue;
    const isTheirs = isParameterName(name)
      ? PARAMETERS[name].group !== 'more'
      : name === 'model' || name === 'prompt';
    Object.defineProperty(isTheirs ? known : others, name, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return { known, others };
}

export interface SnippetTarget {
  /** Where the request goes. */
  readonly url: string;
  /** What an SDK appends `/completions` to. */
  readonly sdkUrl: string;
  /** Query parameters of the base URL, which SDKs take separately. */
  readonly query: readonly (readonly [string, string])[];
  readonly r9sShape: boolean;
  readonly hasKey: boolean;
  /** A header that carries the key alone, beside or instead of `Authorization`; null for most servers. */
  readonly keyHeader: string | null;
  /** Name of the environment variable that holds the key. */
  readonly keyVariable: string;
}

const AZURE_VARIABLE = 'AZURE_OPENAI_API_KEY';

const KEY_VARIABLES: readonly (readonly [host: string, variable: string])[] = [
  ['r9s.ai', 'R9S_API_KEY'],
  ['openai.com', 'OPENAI_API_KEY'],
  ['openrouter.ai', 'OPENROUTER_API_KEY'],
  ['together.xyz', 'TOGETHER_API_KEY'],
  ['together.ai', 'TOGETHER_API_KEY'],
  ['deepseek.com', 'DEEPSEEK_API_KEY'],
  ['azure.com', AZURE_VARIABLE],
];

export function snippetTarget(input: SnippetInput): SnippetTarget {
  const completions = completionsUrl(input.baseUrl);
  const sdk = sdkBaseUrl(input.baseUrl);
  const url = completions.ok ? new URL(completions.url) : null;
  const host = url?.hostname ?? '';
  const known = KEY_VARIABLES.find(([name]) => host === name || host.endsWith(`.${name}`))?.[1];
  return {
    url: url?.href ?? input.baseUrl.trim(),
    sdkUrl: sdk.ok ? sdk.url : input.baseUrl.trim(),
    query: url === null ? [] : [...url.searchParams],
    r9sShape: input.r9sShape ?? known === 'R9S_API_KEY',
    hasKey: input.hasKey ?? true,
    keyHeader: known === AZURE_VARIABLE ? 'api-key' : null,
    keyVariable: input.keyVariable ?? known ?? 'API_KEY',
  };
}

/**
 * The number of further attempts that fit into `maxElapsedTime`, for clients that count attempts instead of
 * time. At most 10.
 */
export function retryCount({ backoff }: Retries): number {
  let elapsed = 0;
  for (let count = 0; count < 10; count += 1) {
    elapsed += Math.min(backoff.initialInterval * backoff.exponent ** count, backoff.maxInterval);
    if (elapsed > backoff.maxElapsedTime) return count;
  }
  return 10;
}

/**
 * Characters that an editor, a terminal or a reader would not show as they are, or would act upon: controls,
 * line and paragraph separators, no-break spaces, direction marks, lone surrogates.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u00a0]/gu;

/** Joiners hold emoji together and letters apart: escaping them would make texts unreadable. */
const JOINERS = '\u200c\u200d';

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * A text between double quotes, with the escapes that JSON, JavaScript and Python have in common. Invisible
 * characters are written as numbers, all others as themselves.
 */
export function quoted(text: string): string {
  const escaped = text.replace(/["\\]/g, '\\$&').replace(UNSEEN, (char) => {
    // Above the basic plane only flag tags are matched, which need their neighbours.
    if (char.length > 1 || JOINERS.includes(char)) return char;
    return SHORT[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `"${escaped}"`;
}

/** A text as the quoted lines of it, each with its line break at the end. */
export function quotedLines(text: string): string[] {
  return (text.match(/[^\n]*\n|[^\n]+$/g) ?? ['']).map(quoted);
}
