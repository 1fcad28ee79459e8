import type { ResponseDetails, ResponseEvent, Token, Usage } from '../run/run-events';
import { type ChunkMask, createChunkMask, maskWhole } from '../secrets/chunk-mask';
import { secretFinderOf } from '../secrets/secret-finder';

/**
 * How much of a key is enough to mask it at the end of a text. Longer than the prefixes that a provider's
 * keys share ("sk-or-v1-"): those are not secret, and occur in ordinary texts.
 */
const PART = 12;

/** Removes keys that a server repeats from an answer that is not a refusal. */
export interface AnswerMask {
  /** A text may come one event late: what could be the beginning of a key waits until it is known. */
  apply(events: readonly ResponseEvent[]): ResponseEvent[];
  /** The answer is over: returns what waited. */
  end(): ResponseEvent[];
}

type TextDelta = Extract<ResponseEvent, { type: 'text-delta' }>;

/** @param secrets keys that were sent with the request; null when there is nothing to mask */
export function createAnswerMask(secrets: readonly string[]): AnswerMask | null {
  const finder = secretFinderOf(secrets);
  if (finder === null) return null;
  const masked = (text: string) => maskWhole(text, finder, PART);
  // A number can contain a key that consists of digits only.
  const figures = secrets.filter((secret) => /^\d{6,}$/.test(secret));
  const count = (value: number | null | undefined): number | null =>
    value === undefined || figures.some((secret) => String(value).includes(secret)) ? null : value;

  function maskedDetails({
    serviceTier,
    provider,
    serverTimings,
    raw,
    rawIsCut,
  }: ResponseDetails): ResponseDetails {
    const timings = Object.entries(serverTimings ?? {}).flatMap(([name, value]) => {
      const number = count(value);
      return number === null ? [] : [[masked(name), number] as const];
    });
    return {
      ...(serviceTier !== undefined && { serviceTier: masked(serviceTier) }),
      ...(provider !== undefined && { provider: masked(provider) }),
      ...(serverTimings !== undefined && { serverTimings: Object.fromEntries(timings) }),
      ...(raw !== undefined && { raw: masked(raw) }),
      ...(rawIsCut && { rawIsCut }),
    };
  }

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
        return [{ ...event, response: { ...event.response, ...names, ...maskedDetails(event.response) } }];
      }
      case 'response-details':
        return [{ ...event, details: maskedDetails(event.details) }];
      case 'text-delta':
        return choiceOf(event.index).push(event);
      case 'choice-end': {
        const remaining = choices.get(event.index)?.end() ?? [];
        const { stopReason, ...end } = { ...event, finishReason: masked(event.finishReason) };
        const stop = typeof stopReason === 'string' ? masked(stopReason) : count(stopReason ?? null);
        return [...remaining, { ...end, ...(stop !== null && { stopReason: stop }) }];
      }
      case 'usage': {
        const counts = Object.entries(event.usage).map(([name, value]) => [name, count(value)] as const);
        return [{ ...event, usage: Object.fromEntries(counts) as Usage }];
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
 * Text and tokens are read separately, since not every server spells them alike. When it does, the text is
 * also held back by whole tokens, so that both come in the same event.
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
    const safeTokens: Token[] = [];
    for (const { token } of masked) if (token !== null) safeTokens.push(token);
    if (some === '' && safeTokens.length === 0) return [];
    return [{ type: 'text-delta', index, text: some, ...(safeTokens.length > 0 && { tokens: safeTokens }) }];
  }

  return {
    push(delta) {
      if (delta.tokens === undefined) {
        return text.push(delta.text) ? [delta] : deltaOf(text.take(), hasTokens ? tokens.take() : []);
      }
      hasTokens = true;
      const isSpelledAlike = delta.tokens.map((token) => token.text).join('') === delta.text;
      const chunks: { text: string; token: Token | null }[] = [];
      const written: { text: string }[] = [];
      if (!isSpelledAlike && text.push(delta.text)) written.push({ text: delta.text });
      for (const token of delta.tokens) {
        if (isSpelledAlike && text.push(token.text, null, true)) written.push(token);
        if (tokens.push(token.text, token)) chunks.push({ text: token.text, token });
        else chunks.push(...tokens.take());
        written.push(...text.take());
      }
      return deltaOf(written, chunks);
    },
    end: () => deltaOf(text.end(), tokens.end()),
  };
}
