/**
 * Clients that code is shown for, in the order in which they are offered. OpenAI's comes first: most people have it, and it
 * sends every parameter to every server.
 */
export const CODE_CLIENTS = [
  'openai-python',
  'openai-typescript',
  'r9s-python',
  'r9s-typescript',
  'curl',
] as const;
export type CodeClient = (typeof CODE_CLIENTS)[number];

export const CLIENT_LABELS: Readonly<Record<CodeClient, string>> = {
  'openai-python': 'OpenAI, Python',
  'openai-typescript': 'OpenAI, TypeScript',
  'r9s-python': 'r9s, Python',
  'r9s-typescript': 'r9s, TypeScript',
  curl: 'curl',
};
