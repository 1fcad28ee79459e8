import { expectedChoices } from '@/lib/protocol/request/completion-request';
import { byClient, quoted, quotedLines, retryCount, type SnippetInput, snippetTarget } from './snippet-input';

/** TypeScript with the `openai` package, which sends exactly what it is given. */
export function typescriptSnippet(input: SnippetInput): string {
  const { request, retries } = input;
  const { known, others } = byClient(request);
  const target = snippetTarget(input);
  const key = target.hasKey ? `process.env.${target.keyVariable}` : '"none"';
  return [
    'import OpenAI from "openai";',
    '',
    'const client = new OpenAI({',
    `  apiKey: ${key},`,
    `  baseURL: ${quoted(target.sdkUrl)},`,
    ...(target.hasKey && target.keyHeader !== null
      ? [`  defaultHeaders: { ${quoted(target.keyHeader)}: ${key} },`]
      : []),
    ...(target.query.length > 0
      ? [
          `  defaultQuery: { ${target.query.map(([name, value]) => `${quoted(name)}: ${quoted(value)}`).join(', ')} },`,
        ]
      : []),
    `  maxRetries: ${retries ? retryCount(retries) : 0},`,
    '});',
    '',
    `const ${request.stream ? 'stream' : 'completion'} = await client.completions.create({`,
    ...Object.entries(known).flatMap(([name, value]) =>
      value === undefined ? [] : [`  ${name}:${member(value)},`],
    ),
    ...(Object.keys(others).length === 0
      ? []
      : ["  // Not in OpenAI's types, but sent anyway.", `  ...${literal(others)},`]),
    '});',
    ...output(input),
    '',
  ].join('\n');
}

function member(value: unknown): string {
  const chunks = typeof value === 'string' ? quotedLines(value) : [];
  return chunks.length < 2 ? ` ${literal(value)}` : `\n    ${chunks.join(' +\n    ')}`;
}

function literal(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(([key, entry]) => `${memberName(key)}: ${literal(entry)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function memberName(key: string): string {
  return /^[a-z_]\w*$/i.test(key) ? key : quoted(key);
}

function output({ request }: SnippetInput): string[] {
  if (!request.stream) {
    return ['for (const choice of completion.choices) {', '  console.log(choice.text);', '}'];
  }
  if (expectedChoices(request) === 1) {
    return [
      'for await (const chunk of stream) {',
      '  for (const choice of chunk.choices) process.stdout.write(choice.text);',
      '}',
    ];
  }
  return [
    'const texts = new Map<number, string>();',
    'for await (const chunk of stream) {',
    '  for (const choice of chunk.choices) {',
    '    texts.set(choice.index, (texts.get(choice.index) ?? "") + choice.text);',
    '  }',
    '}',
    'for (const [index, text] of texts) console.log(index, text);',
  ];
}
