import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import type { Pacer } from './pace';
import { type Reader, startReading } from './reader';
import { type ScoredToken, scorePrompt } from './scoring';
import type { GenerationSettings } from './settings';
import { encode } from './tokenizer';

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
  text: string,
  request: CompletionRequest,
  settings: GenerationSettings,
  pacer: Pacer,
): Promise<ReadPrompt | null> {
  const ids = encode(text);
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

/** The prompts of a request, in order. */
export function promptsOf(request: CompletionRequest): readonly string[] {
  return typeof request.prompt === 'string' ? [request.prompt] : request.prompt;
}
