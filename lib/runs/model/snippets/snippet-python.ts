import { expectedChoices, wireBody } from '@/lib/protocol/request/completion-request';
import type { Retries } from '@/lib/protocol/request/value-kinds';
import {
  byClient,
  quoted,
  quotedLines,
  retryCount,
  type SnippetInput,
  type SnippetTarget,
  snippetTarget,
} from './snippet-input';

/** Parameters of `R9S.completions.create` (r9s 0.9); others raise a TypeError. */
const R9S_PARAMETERS: ReadonlySet<string> = new Set([
  'model',
  'prompt',
  'best_of',
  'echo',
  'frequency_penalty',
  'logit_bias',
  'max_tokens',
  'n',
  'presence_penalty',
  'seed',
  'stop',
  'stream',
  'temperature',
  'top_p',
  'user',
]);

/** Parameters that this SDK sends by default; `None` prevents it. */
const R9S_DEFAULTED = [
  'temperature',
  'top_p',
  'n',
  'frequency_penalty',
  'presence_penalty',
  'echo',
  'stream',
];

/** Why a request cannot be written for the r9s SDK; null when it can. */
export function whyNotR9s(input: SnippetInput): string | null {
  const { request } = input;
  const target = snippetTarget(input);
  const unknown = Object.keys(wireBody(request)).filter((name) => !R9S_PARAMETERS.has(name));
  if (unknown.length > 0) return `the r9s SDK can't send ${unknown.map(inComment).join(', ')}`;
  if (Array.isArray(request.prompt)) return 'the r9s SDK only takes a single text prompt';
  if (target.query.length > 0) return 'the r9s SDK takes no query string';
  return target.r9sShape ? null : 'the r9s SDK only reads responses from r9s servers';
}

/** A field's name, which may be anything, must not end the comment: what follows would be code. */
function inComment(name: string): string {
  return /^\w{1,60}$/.test(name) ? name : quoted(name);
}

/** Python with the `r9s` package, for a request that it can send (`whyNotR9s`). */
export function r9sSnippet(input: SnippetInput): string {
  const { request, retries } = input;
  const target = snippetTarget(input);
  const absent = R9S_DEFAULTED.filter((name) => !Object.hasOwn(request, name));
  const lines = callArguments(input, '        ');
  if (retries) lines.push(...retryArguments(retries));
  if (absent.length > 0) {
    lines.push('        # Not sent; the SDK would send its own defaults.');
    lines.push(...absent.map((name) => `        ${name}=None,`));
  }
  return [
    ...(target.hasKey ? ['import os', ''] : []),
    'from r9s import R9S',
    ...(retries ? ['from r9s.utils import BackoffStrategy, RetryConfig'] : []),
    '',
    'with R9S(',
    `    api_key=${apiKey(target)},`,
    `    server_url=${quoted(target.sdkUrl)},`,
    ') as client:',
    `    ${request.stream ? 'stream' : 'completion'} = client.completions.create(`,
    ...lines,
    '    )',
    ...output(input).map((line) => `    ${line}`),
    '',
  ].join('\n');
}

/**
 * Python with the `openai` package.
 * @param reason why it is used instead of another one; null: it is the one that was asked for
 */
export function openaiSnippet(input: SnippetInput, reason: string | null): string {
  const { request, retries } = input;
  const target = snippetTarget(input);
  return [
    ...(reason === null ? [] : [`# With the openai package: ${reason}.`]),
    ...(target.hasKey ? ['import os', ''] : []),
    'from openai import OpenAI',
    '',
    'client = OpenAI(',
    `    api_key=${apiKey(target)},`,
    `    base_url=${quoted(target.sdkUrl)},`,
    `    max_retries=${retries ? retryCount(retries) : 0},`,
    ...(target.query.length > 0
      ? [
          `    default_query={${target.query.map(([key, value]) => `${quoted(key)}: ${quoted(value)}`).join(', ')}},`,
        ]
      : []),
    ...(target.hasKey && target.keyHeader !== null
      ? [`    default_headers={${quoted(target.keyHeader)}: ${apiKey(target)}},`]
      : []),
    ')',
    '',
    `${request.stream ? 'stream' : 'completion'} = client.completions.create(`,
    ...callArguments(input, '    '),
    ')',
    ...output(input),
    '',
  ].join('\n');
}

function apiKey({ hasKey, keyVariable }: SnippetTarget): string {
  return hasKey ? `os.environ[${quoted(keyVariable)}]` : '"none"';
}

function callArguments({ request }: SnippetInput, indent: string): string[] {
  const { known, others } = byClient(request);
  // openai sends these at the top level of the body, like all others.
  const all = Object.keys(others).length > 0 ? { ...known, extra_body: others } : known;
  return Object.entries(all).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const chunks = typeof value === 'string' ? quotedLines(value) : [];
    if (chunks.length < 2) return [`${indent}${name}=${literal(value)},`];
    return [`${indent}${name}=(`, ...chunks.map((chunk) => `${indent}    ${chunk}`), `${indent}),`];
  });
}

/** A value as a Python literal. */
function literal(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return value === null ? 'None' : String(value);
  return `{${Object.entries(value)
    .map(([key, entry]) => `${quoted(key)}: ${literal(entry)}`)
    .join(', ')}}`;
}

function retryArguments({ backoff, retryConnectionErrors }: Retries): string[] {
  return [
    '        retries=RetryConfig(',
    '            strategy="backoff",',
    '            backoff=BackoffStrategy(',
    `                initial_interval=${backoff.initialInterval},`,
    `                max_interval=${backoff.maxInterval},`,
    `                exponent=${backoff.exponent},`,
    `                max_elapsed_time=${backoff.maxElapsedTime},`,
    '            ),',
    `            retry_connection_errors=${literal(retryConnectionErrors)},`,
    '        ),',
  ];
}

function output({ request }: SnippetInput): string[] {
  if (!request.stream) {
    return ['for choice in completion.choices:', '    print(choice.text)'];
  }
  if (expectedChoices(request) === 1) {
    return [
      'for chunk in stream:',
      '    for choice in chunk.choices:',
      '        print(choice.text or "", end="", flush=True)',
    ];
  }
  return [
    'texts = {}',
    'for chunk in stream:',
    '    for choice in chunk.choices:',
    '        texts[choice.index] = texts.get(choice.index, "") + (choice.text or "")',
    'for index, text in sorted(texts.items()):',
    '    print(index, text)',
  ];
}
