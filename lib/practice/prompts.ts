import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import type { OnePrompt } from '@/lib/protocol/request/prompts';
import type { Pacer } from './pace';
import { type Reader, startReading } from './reader';
import { type ScoredToken, scorePrompt } from './scoring';
import type { GenerationSettings } from './settings';
import { encode, tokenText } from './tokenizer';

/** A prompt that has been read; its choices start from here. */
export interface ReadPrompt {
  /** At the prompt's end. Clone it for each choice. */
  readonly reader: Reader;
  readonly tokenCount: number;
  /** What `echo` puts in front; null without it. */
  readonly echo: { readonly text: string; readonly tokens: readonly ScoredToken[] } | null;
}

/** Reads one prompt, and scores it if requested. Null when aborted on the way. */
export async function readPrompt(
  prompt: OnePrompt,
  request: CompletionRequest,
  settings: GenerationSettings,
  pacer: Pacer,
): Promise<ReadPrompt | null> {
  const ids = typeof prompt === 'string' ? encode(prompt) : prompt;
  const text = typeof prompt === 'string' ? prompt : prompt.map(tokenText).join('');
  const reader = startReading();
  const tokens: ScoredToken[] = [];
  if (request.echo && settings.logprobs !== null) {
    for (const token of scorePrompt(reader, ids, settings.slots, settings.logprobs)) {
      tokens.push(token);
      if (!(await pacer.breathe())) return null;
    }
  } else {
    for (const [index, id] of ids.entries()) {
      reader.read(id);
      if (index % 256 === 0 && !(await pacer.breathe())) return null;
    }
  }
  return { reader, tokenCount: ids.length, echo: request.echo ? { text, tokens } : null };
}
