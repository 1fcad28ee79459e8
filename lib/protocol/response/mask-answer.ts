import type { ResponseEvent, Token } from '../run/run-events';
import { type ChunkMask, createChunkMask, maskWhole } from '../secrets/chunk-mask';
import { createSecretFinder } from '../secrets/secret-finder';

/**
 * So much of a key is masked where a text ends in its middle. Longer than the beginnings that the keys of a provider
 * have in common ("sk-or-v1-"): those are no secret, and stand in honest texts.
 */
const PART = 12;

/** Takes keys that a server repeats out of an answer that is none of its refusals. */
export interface AnswerMask {
  /** A text may come an event late: what could be the beginning of a key waits for its end. */
  apply(events: readonly ResponseEvent[]): ResponseEvent[];
  /** The answer is over: what waited. */
  end(): ResponseEvent[];
}

type TextDelta = Extract<ResponseEvent, { type: 'text-delta' }>;

/** @param secrets keys that were sent with the request; null where there is nothing to keep */
export function createAnswerMask(secrets: readonly string[]): AnswerMask | null {
  const finder = createSecretFinder(secrets);
  if (finder === null) return null;
  const masked = (text: string) => maskWhole(text, finder, PART);
  // A number can hold a key that is nothing but figures.
  const figures = secrets.filter((secret) => /^\d{6,}$/.test(secret));
  const count = (value: number | null) =>
    figures.some((secret) => String(value).includes(secret)) ? null : value;

  const choices = new Map<number, ChoiceMask>();
  const choiceOf = (index: number) => {
    const known = choices.get(index) ?? createChoiceMask(index, () => createChunkMask(finder, PART));
    choices.set(index, known);
    return known;
  };

  function mask(event: ResponseEvent): ResponseEvent[] {
    switch (event.type) {
      case 'response-start': {
        const { id, model, systemFingerprint, requestId } = event.response;
        const names = {
          id: id && masked(id),
          model: model && masked(model),
          systemFingerprint: systemFingerprint && masked(systemFingerprint),
          requestId: requestId && masked(requestId),
        };
        return [{ ...event, response: { ...event.response, ...names } }];
      }
      case 'text-delta':
        return choiceOf(event.index).push(event);
      case 'choice-end': {
        const rest = choices.get(event.index)?.end() ?? [];
        return [...rest, { ...event, finishReason: masked(event.finishReason) }];
      }
      case 'usage': {
        const { promptTokens, completionTokens, totalTokens } = event.usage;
        const usage = {
          promptTokens: count(promptTokens),
          completionTokens: count(completionTokens),
          totalTokens: count(totalTokens),
        };
        return [{ ...event, usage }];
      }
    }
  }

  return {
    apply: (events) => events.flatMap(mask),
    end: () => [...choices.values()].flatMap((choice) => choice.end()),
  };
}

interface ChoiceMask {
  push(delta: TextDelta): TextDelta[];
  end(): TextDelta[];
}

/**
 * Text and tokens are read each for themselves, since not every server spells them alike. Where it does, the text is
 * held back by whole tokens too, so that both come in the same event.
 */
function createChoiceMask(index: number, create: () => ChunkMask): ChoiceMask {
  const text = create();
  const tokens = create();
  let hasTokens = false;

  function deltaOf(
    texts: readonly { text: string }[],
    masked: readonly { token: Token | null }[],
  ): TextDelta[] {
    let some = '';
    for (const chunk of texts) some += chunk.text;
    const emitted: Token[] = [];
    for (const { token } of masked) if (token !== null) emitted.push(token);
    if (some === '' && emitted.length === 0) return [];
    return [{ type: 'text-delta', index, text: some, ...(emitted.length > 0 && { tokens: emitted }) }];
  }

  return {
    push(delta) {
      if (delta.tokens === undefined) {
        return text.push(delta.text) ? [delta] : deltaOf(text.take(), hasTokens ? tokens.take() : []);
      }
      hasTokens = true;
      const isSpelledAlike = delta.tokens.map((token) => token.text).join('') === delta.text;
      const chunks: { text: string; token: Token | null }[] = [];
      const words: { text: string }[] = [];
      if (!isSpelledAlike && text.push(delta.text)) words.push({ text: delta.text });
      for (const token of delta.tokens) {
        if (isSpelledAlike && text.push(token.text, null, true)) words.push(token);
        if (tokens.push(token.text, token)) chunks.push({ text: token.text, token });
        else chunks.push(...tokens.take());
        words.push(...text.take());
      }
      return deltaOf(words, chunks);
    },
    end: () => deltaOf(text.end(), tokens.end()),
  };
}
