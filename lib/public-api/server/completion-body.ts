import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import type { ResponseInfo, RunEvent, StopReason, Token, Usage } from '@/lib/protocol/run/run-events';
import type { RunState } from '@/lib/protocol/run/run-state';
import {
  codePoints,
  type TokenForWire,
  type WireChoice,
  type WireCompletion,
  type WireFrame,
  type WireUsage,
  wireLogprobs,
} from '@/lib/protocol/wire/completion-wire';
import { wireFinish } from '@/lib/public-api/model/finish-reason';
import { wireErrorOfEnd, wireErrorOfRun } from './wire-error';

/** The run and its request, for the answer's outer fields. */
export interface AnsweredRun {
  readonly runId: string;
  /** ISO time. */
  readonly createdAt: string;
  readonly request: CompletionRequest;
}

/** The whole answer to a call without `stream`. */
export function completionBody(run: AnsweredRun, state: RunState): WireCompletion {
  const usage = wireUsage(state.usage);
  return {
    ...frameOf(run, state.response),
    choices: state.choices.map(({ index, text, finishReason, stopReason, tokens }) => ({
      text,
      index,
      logprobs: tokens === null ? null : wireLogprobs(tokens.map(forWire), 0),
      ...wireFinish(finishReason),
      ...wireStopReason(stopReason),
    })),
    ...(usage && { usage }),
    ...wireTimings(state.response),
  };
}

/**
 * Encodes a run's events in the protocol's format: `data:` with one completion each, usage last if requested,
 * `[DONE]` when the run is complete. An error, or an incomplete end, is an `error` event without a following
 * `[DONE]`.
 */
export function createCompletionEncoder(run: AnsweredRun): (event: RunEvent) => string {
  const withUsage = run.request.stream_options?.include_usage === true;
  /** Code points of each choice's text so far, for the tokens' offsets. */
  const sent = new Map<number, number>();
  let response: ResponseInfo | null = null;
  let frame = frameOf(run, null);
  let failed = false;

  const chunk = (choices: readonly WireChoice[], usage: WireUsage | null = null, isLast = usage !== null) => {
    const timings = isLast ? wireTimings(response) : {};
    return data({ ...frame, choices, ...(withUsage && { usage }), ...timings } satisfies WireCompletion);
  };

  return (event) => {
    switch (event.type) {
      case 'response-start':
        response = event.response;
        frame = frameOf(run, response);
        return '';
      case 'response-details':
        response = response && { ...response, ...event.details };
        frame = frameOf(run, response);
        return '';
      case 'text-delta': {
        const { index, text, tokens } = event;
        const offset = sent.get(index) ?? 0;
        sent.set(index, offset + codePoints(text));
        const logprobs = tokens === undefined ? null : wireLogprobs(tokens.map(forWire), offset);
        return chunk([{ text, index, logprobs, finish_reason: null }]);
      }
      case 'choice-end':
        return chunk(
          [
            {
              text: '',
              index: event.index,
              logprobs: null,
              ...wireFinish(event.finishReason),
              ...wireStopReason(event.stopReason),
            },
          ],
          null,
          true,
        );
      case 'usage': {
        const usage = wireUsage(event.usage);
        return withUsage && usage ? chunk([], usage) : '';
      }
      case 'run-error':
        failed = true;
        return data(wireErrorOfRun(event.error).body);
      case 'run-end':
        if (event.status === 'complete') return 'data: [DONE]\n\n';
        return failed ? '' : data(wireErrorOfEnd(event.status).body);
      default:
        return '';
    }
  };
}

function data(value: object): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

function frameOf({ runId, createdAt, request }: AnsweredRun, response: ResponseInfo | null): WireFrame {
  return {
    id: `cmpl-${runId}`,
    object: 'completion',
    created: Math.floor(Date.parse(createdAt) / 1000),
    model: response?.model ?? request.model,
    ...(response?.systemFingerprint && { system_fingerprint: response.systemFingerprint }),
    ...(response?.serviceTier && { service_tier: response.serviceTier }),
    ...(response?.provider && { provider: response.provider }),
  };
}

function wireStopReason(reason: StopReason | undefined): Pick<WireChoice, 'stop_reason'> {
  return reason === undefined ? {} : { stop_reason: reason };
}

/** In a stream, with the end of a choice and with the usage, as llama.cpp has them. */
function wireTimings(response: ResponseInfo | null): Pick<WireCompletion, 'timings'> {
  return response?.serverTimings === undefined ? {} : { timings: response.serverTimings };
}

function forWire({ text, logprob, top }: Token): TokenForWire {
  return {
    text,
    logprob,
    top: top.length === 0 ? null : top.map((other) => [other.text, other.logprob] as const),
  };
}

/** Null unless the upstream gave enough to fill all three. */
function wireUsage(usage: Usage | null): WireUsage | null {
  if (usage === null) return null;
  const { promptTokens, completionTokens, totalTokens } = usage;
  const prompt = promptTokens ?? difference(totalTokens, completionTokens);
  const completion = completionTokens ?? difference(totalTokens, promptTokens);
  if (prompt === null || completion === null) return null;
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: totalTokens ?? prompt + completion,
    ...(usage.cachedTokens != null && { prompt_tokens_details: { cached_tokens: usage.cachedTokens } }),
    ...(usage.reasoningTokens != null && {
      completion_tokens_details: { reasoning_tokens: usage.reasoningTokens },
    }),
    ...(usage.cost != null && { cost: usage.cost }),
  };
}

function difference(total: number | null, part: number | null): number | null {
  return total === null || part === null || part > total ? null : total - part;
}
