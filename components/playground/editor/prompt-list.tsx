'use client';

import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import {
  addPrompt,
  getDraft,
  insertPrompt,
  movePrompt,
  promptIndexOf,
  removePrompt,
  setPrompt,
  usePromptKeys,
} from '@/lib/playground/client/draft-store';
import { REQUIRED_FIELDS } from '@/lib/protocol/request/parameters';
import { draftToast } from '../draft-toast';
import { DraftTextArea } from './draft-text-area';
import { HiddenInPrompt } from './hidden-when-needed';
import { PromptTraps } from './prompt-traps';

/** The array form of `prompt`: several texts in one run, each completed on its own. */
export function PromptList() {
  const keys = usePromptKeys();
  const list = useRef<HTMLOListElement>(null);
  const focusNewest = useRef(false);

  useEffect(() => {
    if (!focusNewest.current || keys.length === 0) return;
    focusNewest.current = false;
    list.current?.querySelector<HTMLTextAreaElement>('li:last-child textarea')?.focus();
  }, [keys]);

  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <ol ref={list} className="flex min-h-20 flex-col gap-3 overflow-y-auto px-4 py-px *:shrink-0">
        {keys.map((key, index) => (
          <PromptItem key={key} promptKey={key} index={index} count={keys.length} />
        ))}
      </ol>
      {/* Below what scrolls: in a low window the first prompt alone fills that. In the lowest all of it scrolls. */}
      <Button
        size="sm"
        className="mx-4 my-1.5 shrink-0 self-start"
        disabled={keys.length >= REQUIRED_FIELDS.prompt.wide.maxItems}
        onClick={() => {
          focusNewest.current = true;
          addPrompt();
        }}
      >
        <Plus aria-hidden="true" className="size-3.5" />
        Add prompt
      </Button>
    </div>
  );
}

function PromptItem({ promptKey, index, count }: { promptKey: number; index: number; count: number }) {
  const name = `Prompt ${index + 1}`;
  const remove = () => {
    const text = getDraft().prompts[index] ?? '';
    removePrompt(index);
    if (text === '') return;
    draftToast(`${name} removed.`, () => insertPrompt(index, text), null);
  };
  return (
    <li className="flex flex-col rounded-sm border bg-sunken has-[textarea:focus-visible]:border-accent has-[textarea:focus-visible]:outline-1 has-[textarea:focus-visible]:outline-accent">
      <div className="flex h-7 items-center gap-0.5 pr-1 pl-2 pointer-coarse:h-10">
        <span className="mr-auto text-xs text-ink-3 tabular-nums">{name}</span>
        <IconButton
          size="sm"
          label={`Move ${name.toLowerCase()} up`}
          disabled={index === 0}
          onClick={() => movePrompt(index, -1)}
        >
          <ArrowUp aria-hidden="true" />
        </IconButton>
        <IconButton
          size="sm"
          label={`Move ${name.toLowerCase()} down`}
          disabled={index === count - 1}
          onClick={() => movePrompt(index, 1)}
        >
          <ArrowDown aria-hidden="true" />
        </IconButton>
        <IconButton size="sm" label={`Remove ${name.toLowerCase()}`} disabled={count === 1} onClick={remove}>
          <Trash2 aria-hidden="true" />
        </IconButton>
      </div>
      <DraftTextArea
        // By key: the store changes before React has moved this field to its new index.
        read={(draft) => draft.prompts[promptIndexOf(promptKey)]}
        write={(text) => setPrompt(promptIndexOf(promptKey), text)}
        id={index === 0 ? 'prompt' : undefined}
        aria-label={name}
        data-prompt={index}
        rows={3}
        placeholder="Text to continue"
        className="field-sizing-content max-h-[40dvh] min-h-20 w-full resize-y bg-transparent px-2 pb-2 outline-none"
      />
      <div className="px-2 pb-1.5 empty:hidden">
        <HiddenInPrompt index={index} />
        <PromptTraps index={index} />
      </div>
    </li>
  );
}
