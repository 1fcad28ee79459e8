import type { ReactNode } from 'react';
import type { SharedOutput } from '@/lib/links/model/shared-run';
import { SharedText } from './shared-text';

export function Part({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section aria-label={label} className="min-w-0">
      <h4 className="mb-1 text-xs font-medium text-ink-3">{label}</h4>
      {children}
    </section>
  );
}

/** One part per prompt, so that text of each can be selected alone. */
export function PromptParts({ prompt }: { prompt: string | string[] | undefined }) {
  const prompts = prompt === undefined ? [] : [prompt].flat();
  return prompts.map((text, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: prompts of one request
    <Part key={at} label={prompts.length > 1 ? `Prompt ${at + 1}` : 'Prompt'}>
      {text === '' ? <p className="text-ink-3">Empty</p> : <SharedText text={text} />}
    </Part>
  ));
}

/** An output's text, how it ended, and whether its tokens are included. */
export function OutputText({ output }: { output: SharedOutput }) {
  const { text, finishReason, tokens } = output;
  const alternatives = tokens?.reduce((most, { top }) => Math.max(most, top.length), 0) ?? 0;
  const notes = [
    finishReason !== null && `Finish reason: ${finishReason}.`,
    tokens &&
      `Probabilities of ${tokens.length.toLocaleString('en')} tokens${
        alternatives > 0 ? `, up to ${alternatives} alternatives each` : ''
      }.`,
  ].filter(Boolean);
  return (
    <>
      {text === '' ? <p className="text-ink-3">No text</p> : <SharedText text={text} />}
      {notes.length > 0 && <p className="mt-1 text-xs text-ink-3">{notes.join(' ')}</p>}
    </>
  );
}
