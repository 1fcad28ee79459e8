'use client';

import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Slider } from '@/components/ui/slider';
import { isLayerOpen, isTyping, matchKeys } from '@/lib/platform/client/match-keys';
import { parameterSpec } from '@/lib/protocol/request/parameters';
import { WHAT_IF_SHORTCUTS } from '@/lib/runs/client/token-shortcuts';
import {
  branchCount,
  changeWhatIf,
  closeWhatIf,
  resetWhatIf,
  stepWhatIf,
  type WhatIfState,
  type WhatIfStore,
} from '@/lib/runs/client/what-if';
import { sameSettings, UNCUT } from '@/lib/runs/model/what-if';

export interface WhatIfRowProps {
  store: WhatIfStore;
}

const MAX_TOP_K = 100;
/** A slider that is being moved says nothing; when it rests, the counts are announced. */
const QUIET_MS = 600;

/** Other settings for the tokens that are there: sliders, what the marks mean, and the way from mark to mark. */
export function WhatIfRow({ store }: WhatIfRowProps) {
  const state = useStore(store);
  const { own, other, cuts } = state;
  const row = useRef<HTMLElement>(null);
  const said = useSettled(countLabel(state));
  useEffect(() => {
    const close = () => {
      const hadFocus = row.current?.contains(document.activeElement);
      closeWhatIf(store);
      if (hadFocus) focusSwitch();
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target) || isLayerOpen()) return;
      const name = matchKeys(event, WHAT_IF_SHORTCUTS);
      if (name === 'close') close();
      else if (name === null || !stepWhatIf(store, name === 'next' ? 1 : -1)) return;
      event.preventDefault();
    };
    // Bubbling at the document: Escape first leaves a token, and stops a run.
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [store]);
  const count = branchCount(state);
  const change = (name: 'temperature' | 'topP' | 'topK' | 'minP') => (value: number) =>
    changeWhatIf(store, { [name]: value });
  const hasBranches = count !== null && count.total > 0;

  return (
    <section
      ref={row}
      aria-label="What if"
      className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-b bg-sunken py-1.5 pr-2 pl-4 text-xs"
    >
      <p className="basis-full text-ink-2 max-wide:order-first">
        <b className="font-medium text-ink">What if</b> you had sampled this with other settings? Move a
        slider to mark tokens those settings would rule out. Nothing runs: this is an estimate from each
        token's saved alternatives.
      </p>
      <Setting
        name="temperature"
        value={other.temperature}
        own={own?.temperature}
        min={0}
        max={2}
        step={0.01}
        onChange={change('temperature')}
      />
      <Setting
        name="top_p"
        value={other.topP}
        own={own?.topP}
        min={0}
        max={1}
        step={0.01}
        onChange={change('topP')}
      />
      {cuts.includes('topK') && (
        <Setting
          name="top_k"
          value={other.topK ?? MAX_TOP_K}
          own={own?.topK ?? undefined}
          min={1}
          max={Math.max(MAX_TOP_K, own?.topK ?? 0)}
          step={1}
          onChange={change('topK')}
        />
      )}
      {cuts.includes('minP') && (
        <Setting
          name="min_p"
          value={other.minP}
          own={own?.minP}
          min={0}
          max={1}
          step={0.01}
          onChange={change('minP')}
        />
      )}
      <div className="ml-auto flex items-center gap-1 max-wide:order-first max-wide:basis-full">
        <ul
          aria-label="What the marks mean"
          className="mr-auto flex flex-wrap items-center gap-x-3 text-2xs text-ink"
        >
          <Legend mark="what-if-branch">ruled out{count && `: ${figure(count.total)}`}</Legend>
          <Legend mark="what-if-halved">half as likely or less{count && `: ${figure(count.halved)}`}</Legend>
        </ul>
        {count && count.at > 0 && (
          <span className="px-1 whitespace-nowrap text-ink-3">
            {figure(count.at)} of {figure(count.total)}
          </span>
        )}
        <IconButton
          size="sm"
          label={WHAT_IF_SHORTCUTS.previous.label}
          shortcut={WHAT_IF_SHORTCUTS.previous.keys}
          aria-disabled={!hasBranches || undefined}
          onClick={() => stepWhatIf(store, -1)}
        >
          <ChevronLeft aria-hidden="true" />
        </IconButton>
        <IconButton
          size="sm"
          label={WHAT_IF_SHORTCUTS.next.label}
          shortcut={WHAT_IF_SHORTCUTS.next.keys}
          aria-disabled={!hasBranches || undefined}
          onClick={() => stepWhatIf(store, 1)}
        >
          <ChevronRight aria-hidden="true" />
        </IconButton>
        <Button
          size="sm"
          variant="ghost"
          aria-disabled={(own !== null && sameSettings(own, other)) || undefined}
          onClick={() => resetWhatIf(store)}
          className="px-1.5! aria-disabled:opacity-55"
        >
          Reset
        </Button>
        <IconButton
          size="sm"
          label={WHAT_IF_SHORTCUTS.close.label}
          shortcut={WHAT_IF_SHORTCUTS.close.keys}
          onClick={() => {
            closeWhatIf(store);
            focusSwitch();
          }}
        >
          <X aria-hidden="true" />
        </IconButton>
      </div>
      <div role="status" className="sr-only">
        {said}
      </div>
    </section>
  );
}

/** What opens it again: the switch, or the menu that has it on a phone. */
function focusSwitch(): void {
  const all = document.querySelectorAll<HTMLElement>('[data-what-if], [data-folded]');
  [...all].find((element) => element.checkVisibility())?.focus();
}

interface SettingProps {
  name: 'temperature' | 'top_p' | 'top_k' | 'min_p';
  value: number;
  /** What the text was made with. */
  own: number | undefined;
  min: number;
  max: number;
  step: number;
  onChange: (value: number) => void;
}

function Setting({ name, value, own, onChange, ...span }: SettingProps) {
  const { label } = parameterSpec(name);
  return (
    <div className="flex min-w-0 items-center gap-2 max-[519px]:basis-full">
      <span className="text-ink-2 max-[519px]:w-20">{label}</span>
      <div className="w-28 max-[519px]:w-auto max-[519px]:flex-1">
        <Slider
          {...span}
          value={value}
          onValueChange={onChange}
          aria-label={`What if: ${label.toLowerCase()}`}
        />
      </div>
      <span className="w-18 whitespace-nowrap">
        {own !== undefined && own !== value && <span className="text-ink-3">{rounded(own)} → </span>}
        {rounded(value)}
      </span>
    </div>
  );
}

function Legend({ mark, children }: { mark: string; children: ReactNode }) {
  return (
    <li className="whitespace-nowrap">
      <span aria-hidden="true" className={`${mark} mr-1.5 rounded-[2px] px-1`}>
        abc
      </span>
      {children}
    </li>
  );
}

const rounded = (value: number) => Number(value.toFixed(2));
const figure = (count: number) => count.toLocaleString('en');

function countLabel(state: WhatIfState): string {
  const count = branchCount(state);
  if (!count || !state.own) return '';
  if (sameSettings(state.own, state.other)) return "What if is open, with the run's own settings.";
  const { temperature, topP } = { ...UNCUT, ...state.other };
  const tokens = count.total === 1 ? '1 token' : `${figure(count.total)} tokens`;
  return `At temperature ${temperature}, top p ${topP}: ${tokens} ruled out, ${figure(count.halved)} half as likely or less.`;
}

/** The text when it has stayed the same for a while. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), QUIET_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
