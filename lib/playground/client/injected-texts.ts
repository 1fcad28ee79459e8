import { isRecord } from '@/lib/protocol/response/wire-json';

/**
 * Texts that the playground adds by itself, as OpenAI's classic one did (“Inject start text”, “Inject restart text”):
 * one at the end of the prompt when it is sent, one after the output when it is appended to the prompt. Neither is a
 * field of the request; the start text is part of the prompt that is sent and stored.
 */
export interface InjectedTexts {
  readonly start: string;
  readonly restart: string;
}

export const NO_TEXTS: InjectedTexts = { start: '', restart: '' };

/** As drafts and presets store them; null when they are not there. */
export function readInjected(value: unknown): InjectedTexts | null {
  if (!isRecord(value)) return null;
  const { start, restart } = value;
  return typeof start === 'string' && typeof restart === 'string' ? { start, restart } : null;
}

/**
 * The prompts of a request as the editor shows them. When each ends with the start text in use, that is how it got
 * there; otherwise nothing may be added to them, or they would no longer be what was sent.
 */
export function withoutStart(
  prompts: readonly string[],
  injected: InjectedTexts,
): { prompts: readonly string[]; injected: InjectedTexts } {
  const { start } = injected;
  if (start !== '' && prompts.every((prompt) => prompt.endsWith(start))) {
    return { prompts: prompts.map((prompt) => prompt.slice(0, -start.length)), injected };
  }
  return { prompts, injected: start === '' ? injected : { ...injected, start: '' } };
}

/**
 * What is appended to a prompt for an output: the start text, where the request had it and the prompt in the editor
 * does not, the output, and the restart text.
 * @param sent the prompt that the output continued; null when it is not known
 */
export function appendedText(
  output: string,
  { start, restart }: InjectedTexts,
  { prompt, sent }: { prompt: string; sent: string | null },
): string {
  const hadStart = start !== '' && sent !== null && sent.endsWith(start) && sent !== prompt;
  return `${hadStart ? start : ''}${output}${restart}`;
}
