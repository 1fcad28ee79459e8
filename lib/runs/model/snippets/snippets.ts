import { curlSnippet } from './snippet-curl';
import type { SnippetInput } from './snippet-input';
import { pythonSnippet, whyNotR9s } from './snippet-python';
import { typescriptSnippet } from './snippet-typescript';

export type SnippetLanguage = 'python' | 'typescript' | 'curl';

export interface Snippet {
  readonly language: SnippetLanguage;
  /** For a tab. */
  readonly label: string;
  /** The command that installs what the code needs; null when it needs nothing. */
  readonly install: string | null;
  readonly code: string;
  /** What a reader should know about this snippet, in sentences. */
  readonly notes: readonly string[];
}

/** The languages in which a request is shown, in order. */
export const SNIPPET_LANGUAGES: readonly SnippetLanguage[] = ['python', 'typescript', 'curl'];

/**
 * The exact request as code that can be run as it is: it sends what the app would send, nothing else, and
 * reads the key from an environment variable. The request should be valid: its values are written as they
 * are.
 */
export function snippet(language: SnippetLanguage, input: SnippetInput): Snippet {
  const countsRetries = input.retries
    ? ['This client only takes a number of retries and uses its own intervals.']
    : [];
  switch (language) {
    case 'python': {
      const usesR9s = whyNotR9s(input) === null;
      return {
        language,
        label: 'Python',
        install: usesR9s ? 'pip install r9s' : 'pip install openai',
        code: pythonSnippet(input),
        notes: usesR9s ? [] : countsRetries,
      };
    }
    case 'typescript':
      return {
        language,
        label: 'TypeScript',
        install: 'npm install openai',
        code: typescriptSnippet(input),
        notes: countsRetries,
      };
    case 'curl':
      return { language, label: 'curl', install: null, code: curlSnippet(input), notes: countsRetries };
  }
}
