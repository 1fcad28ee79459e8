'use client';

import { Braces, Plus, Search, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { NumberField } from '@/components/ui/number-field';
import { Slider } from '@/components/ui/slider';
import { toast } from '@/components/ui/toast';
import { focusUnreadField } from '@/components/ui/unread-field';
import { type BiasOrigin, strangeOrigin, useBiasOrigins } from '@/lib/playground/client/bias-origins';
import { useIdLabels } from '@/lib/playground/client/bias-tokens';
import { parameterValue, withValue } from '@/lib/playground/client/draft-settings';
import { useSettings, useSettingsEditor } from '@/lib/playground/client/settings-editor';
import { PARAMETERS } from '@/lib/protocol/request/parameters';
import { BiasJson } from './bias-json';
import { BiasLookup } from './bias-lookup';
import type { RowControl } from './parameter-row';

const { min: MIN, max: MAX, maxItems: MAX_TOKENS } = PARAMETERS.logit_bias;

type SetBias = (id: string, value: number | null) => void;

/** Sets one token's bias; null removes the token. */
function useSetBias(): SetBias {
  const editor = useSettingsEditor();
  return (id, value) =>
    editor.change('logit_bias', (settings) => {
      const { [id]: _old, ...others } = parameterValue(settings, 'logit_bias');
      return withValue(settings, 'logit_bias', value === null ? others : { ...others, [id]: value });
    });
}

/** Token ids, each with a slider. */
export function BiasTable({ aria }: { aria: RowControl }) {
  const bias: Readonly<Record<string, number>> = useSettings((settings) =>
    parameterValue(settings, 'logit_bias'),
  );
  const setBias = useSetBias();
  const [view, setView] = useState<'table' | 'json' | 'lookup'>('table');
  const ids = Object.keys(bias);
  const known = useIdLabels(ids);
  const origins = useBiasOrigins();
  const toggle = (other: 'json' | 'lookup') => setView(view === other ? 'table' : other);
  return (
    <div className="flex flex-col gap-1.5">
      {view === 'json' ? (
        <BiasJson bias={bias} onDone={() => setView('table')} />
      ) : (
        ids.length > 0 && (
          <ul className="flex flex-col">
            {ids.map((id) => (
              <BiasItem
                key={id}
                id={id}
                value={bias[id] ?? 0}
                label={known?.labels.get(id)}
                strange={strangeOrigin(
                  origins.get(id),
                  known && { key: known.source.key, label: known.labels.get(id) },
                )}
                messageId={aria['aria-describedby']}
                setBias={setBias}
              />
            ))}
          </ul>
        )
      )}
      {view !== 'json' && (
        <div className="flex items-center gap-1">
          {ids.length < MAX_TOKENS && <AddToken aria={aria} setBias={setBias} />}
          <span className="mr-auto" />
          <IconButton
            size="sm"
            label="Find token IDs by text"
            word="Find"
            pressed={view === 'lookup'}
            onClick={() => toggle('lookup')}
          >
            <Search aria-hidden="true" />
          </IconButton>
          <IconButton size="sm" label="Edit as JSON" word="JSON" onClick={() => toggle('json')}>
            <Braces aria-hidden="true" />
          </IconButton>
        </div>
      )}
      {view === 'lookup' && <BiasLookup bias={bias} onBias={setBias} />}
    </div>
  );
}

interface BiasItemProps {
  id: string;
  value: number;
  /** The token's text by the model's tokenizer; undefined: not known. */
  label: string | undefined;
  /** What it meant to another tokenizer, for which it was chosen; null: the same. */
  strange: BiasOrigin | null;
  /** Id of the error message about the biases; absent: they are valid. */
  messageId: string | undefined;
  setBias: SetBias;
}

function BiasItem({ id, value, label, strange, messageId, setBias }: BiasItemProps) {
  const outside = value < MIN || value > MAX;
  const name = `Bias for token ${id}${label === undefined ? '' : `, ${label}`}`;
  return (
    <li className="grid grid-cols-[minmax(56px,auto)_1fr_52px_24px] items-center gap-2">
      <span
        className="max-w-28 truncate font-mono text-xs"
        title={label === undefined ? undefined : `${label} (${id})`}
      >
        {label ?? id}
      </span>
      <Slider
        aria-label={name}
        value={value}
        min={MIN}
        max={MAX}
        step={1}
        onValueChange={(next) => setBias(id, next)}
      />
      <NumberField
        aria-label={`${name}, as a number`}
        aria-invalid={outside || undefined}
        aria-describedby={outside ? messageId : undefined}
        value={value}
        onValueChange={(next) => setBias(id, next)}
        min={MIN}
        max={MAX}
      />
      <IconButton size="sm" label={`Remove token ${id}`} onClick={() => setBias(id, null)}>
        <X aria-hidden="true" />
      </IconButton>
      {strange && (
        <p role="status" className="col-span-4 pb-1 text-xs text-warn">
          Token {id} was chosen for “{strange.label}” with {strange.name}. Here it's a different token.
        </p>
      )}
    </li>
  );
}

function AddToken({ aria, setBias }: { aria: RowControl; setBias: SetBias }) {
  const [id, setId] = useState<number | null>(null);
  const add = (chosen: number | null) => {
    if (chosen !== null && chosen < 0) return toast('Token IDs start at 0.', { tone: 'bad' });
    setId(null);
    // Banning a token is the most common use.
    if (chosen !== null) setBias(String(chosen), MIN);
  };
  return (
    <form
      className="flex items-center gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        // Enter has already read the field; a press on Add has blurred it.
        if (!focusUnreadField(event.currentTarget)) add(id);
      }}
    >
      <span className="w-24">
        <NumberField
          integer
          allowEmpty
          aria-label="Token ID"
          aria-describedby={aria['aria-describedby']}
          placeholder="Token ID"
          min={0}
          value={id}
          onValueChange={setId}
          className="text-left!"
        />
      </span>
      <Button size="sm" type="submit">
        <Plus aria-hidden="true" className="size-3.5" />
        Add
      </Button>
    </form>
  );
}
