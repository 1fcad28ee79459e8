import { CODE_CLIENTS, type CodeClient } from './code-clients';
import { curlSnippet } from './snippet-curl';
import { type SnippetInput, snippetTarget } from './snippet-input';
import { openaiSnippet, r9sSnippet, whyNotR9s } from './snippet-python';
import { typescriptSnippet } from './snippet-typescript';

/** Clients that can be given any request. */
export type SnippetClient = Exclude<CodeClient, 'r9s-typescript'>;

export interface Snippet {
  /** The command that installs what the code needs; null when it needs nothing. */
  readonly install: string | null;
  readonly code: string;
  /** What a reader should know about this snippet, in sentences. */
  readonly notes: readonly string[];
}

export const SNIPPET_CLIENTS: readonly SnippetClient[] = CODE_CLIENTS.filter(
  (client) => client !== 'r9s-typescript',
);

/** Those whose code reads what the server answers: the r9s SDK throws on answers of other servers. */
export function clientsOf(input: SnippetInput): readonly SnippetClient[] {
  const { r9sShape } = snippetTarget(input);
  return SNIPPET_CLIENTS.filter((client) => r9sShape || client !== 'r9s-python');
}

/**
 * The exact request as code that can be run as it is: it sends what the app would send, nothing else, and
 * reads the key from an environment variable. The request should be valid: its values are written as they
 * are. Where the r9s SDK can't follow, its code uses the openai package and says why.
 */
export function snippet(client: SnippetClient, input: SnippetInput): Snippet {
  const reason = client === 'r9s-python' ? whyNotR9s(input) : null;
  if (client === 'r9s-python' && reason === null) {
    return { install: 'pip install r9s', code: r9sSnippet(input), notes: [] };
  }
  const notes = input.retries
    ? ['This client only takes a number of retries and uses its own intervals.']
    : [];
  switch (client) {
    case 'openai-python':
    case 'r9s-python':
      return { install: 'pip install openai', code: openaiSnippet(input, reason), notes };
    case 'openai-typescript':
      return { install: 'npm install openai', code: typescriptSnippet(input), notes };
    case 'curl':
      return { install: null, code: curlSnippet(input), notes };
  }
}
