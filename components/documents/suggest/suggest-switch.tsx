'use client';

import { useId } from 'react';
import { Info } from '@/components/ui/info';
import { Kbd } from '@/components/ui/kbd';
import { Switch } from '@/components/ui/switch';
import { SUGGEST_SHORTCUTS } from '@/lib/documents/client/editor-shortcuts';
import { chooseSuggesting, useIsSuggesting } from '@/lib/documents/client/suggest-choice';
import { alternativeCount, suggestionTokens } from '@/lib/documents/client/suggestion-request';
import { useActions } from '@/lib/platform/client/actions';
import { useDraft } from '@/lib/playground/client/draft-store';

/** Suggestions on or off, and what they cost. */
export function SuggestSwitch() {
  const id = useId();
  const isOn = useIsSuggesting();
  const settings = useDraft((draft) => draft.settings);
  const count = alternativeCount(settings);
  const tokens = suggestionTokens(settings);
  useActions(() => [
    {
      id: 'document:suggest',
      label: isOn ? 'Suggest off' : 'Suggest on',
      group: 'This document',
      also: 'suggestions continuation gray grey autocomplete',
      run: () => chooseSuggesting(!isOn),
    },
  ]);
  return (
    <span className="flex items-center gap-1 text-xs text-ink-2">
      <label htmlFor={id} className="pointer-coarse:py-2.5">
        Suggest
      </label>
      <Switch id={id} checked={isOn} onCheckedChange={chooseSuggesting} />
      <Info label="About suggestions">
        <p>
          After a pause in typing, a short continuation appears in gray. Each pause sends one request: up to{' '}
          {tokens} output tokens{count > 1 && ` for each of ${count} suggestions`}.
        </p>
        <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 pointer-coarse:hidden">
          {Object.values(SUGGEST_SHORTCUTS).map(({ keys, label }) => (
            <div key={keys} className="contents">
              <dt>
                <Kbd keys={keys} />
              </dt>
              <dd>{label}</dd>
            </div>
          ))}
        </dl>
      </Info>
    </span>
  );
}
