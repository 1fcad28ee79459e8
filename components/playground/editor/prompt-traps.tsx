'use client';

import { useMemo } from 'react';
import { isSent, parameterValue, sendParameter } from '@/lib/playground/client/draft-settings';
import { setPrompt, useDraft } from '@/lib/playground/client/draft-store';
import { promptTraps } from '@/lib/protocol/request/prompt-traps';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';
import { TrapNotice } from './trap-notice';

/** What often spoils a completion of one of the draft's prompts. */
export function PromptTraps({ index }: { index: number }) {
  const prompt = useDraft((draft) => draft.prompts[index] ?? '');
  // The start text comes after the prompt, and has a note of its own; token ids are no text.
  const isWhole = useDraft((draft) => draft.injected.start === '' && !draft.asIds);
  const settings = useDraft((draft) => draft.settings);
  const traps = useMemo(() => {
    return isWhole
      ? promptTraps(prompt, {
          stops: isSent(settings, 'stop') ? parameterValue(settings, 'stop') : [],
          echo: isSent(settings, 'echo') && parameterValue(settings, 'echo'),
          maxTokens: isSent(settings, 'max_tokens') ? parameterValue(settings, 'max_tokens') : null,
        })
      : [];
  }, [prompt, settings, isWhole]);
  const space = traps.find((trap) => trap.kind === 'white-space');
  const newline = traps.find((trap) => trap.kind === 'newline-before-stop');
  const echoed = traps.find((trap) => trap.kind === 'stop-in-echo');
  const rest = newline && visibleInline(newline.rest);
  const place = (kind: string) => `prompt ${index} ${kind}`;
  return (
    <>
      <TrapNotice
        place={place('white-space')}
        trap={space ? 'there' : null}
        mend="Trim"
        onMend={() => space && setPrompt(index, space.mended)}
        title="Most tokens start with a space. After a trailing space, models rarely find a good next token."
      >
        Ends with <Sign>{space?.visible}</Sign>, which usually hurts completions
      </TrapNotice>
      <TrapNotice
        place={place('newline')}
        trap={newline?.stop ?? null}
        mend="Trim"
        onMend={() => newline && setPrompt(index, newline.mended)}
        title={`Stop sequences are matched in generated text only. “${rest}” doesn't stop generation when the prompt already ends with its newline.`}
      >
        Ends with <Sign>↵</Sign>, so the stop sequence won't match <Sign>{rest}</Sign> right after it
      </TrapNotice>
      <TrapNotice
        place={place('echo')}
        trap={echoed?.stop ?? null}
        mend="Turn off echo"
        onMend={() => sendParameter('echo', false)}
        title="Stop sequences are matched in generated text only. Echo returns the prompt, with the sequence in it."
      >
        Contains the stop sequence <Sign>{visibleInline(echoed?.stop ?? '')}</Sign>, and echo puts it in the
        output
      </TrapNotice>
    </>
  );
}

function Sign({ children }: { children: string | undefined }) {
  return <code className="rounded-sm bg-warn-soft px-1">{children}</code>;
}
