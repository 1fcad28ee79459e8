'use client';

import { Select } from '@/components/ui/select';
import { Switch } from '@/components/ui/switch';
import { TextField } from '@/components/ui/text-field';
import { parameterValue, setParameter } from '@/lib/client/draft/draft-settings';
import { useDraft } from '@/lib/client/draft/draft-store';
import { focusField } from '@/lib/client/draft/parameter-errors';
import { ParameterRow, type RowControl } from './parameter-row';

/** `stream` is always sent, so that its switch is its value. */
export function StreamRow() {
  const on = useDraft((draft) => parameterValue(draft.settings, 'stream'));
  return (
    <ParameterRow
      name="stream"
      lead={(aria) => (
        <Switch {...aria} checked={on} onCheckedChange={(next) => setParameter('stream', next)} />
      )}
      control={() => <span className="text-xs text-ink-2">{on ? 'piece by piece' : 'all at once'}</span>}
    />
  );
}

export function EchoRow() {
  const on = useDraft((draft) => parameterValue(draft.settings, 'echo'));
  return (
    <ParameterRow
      name="echo"
      control={(aria) => (
        <TrueOrFalse aria={aria} value={on} onChange={(next) => setParameter('echo', next)} />
      )}
    />
  );
}

export function StreamOptionsRow() {
  const on = useDraft((draft) => parameterValue(draft.settings, 'stream_options').include_usage);
  return (
    <ParameterRow
      name="stream_options"
      control={(aria) => (
        <TrueOrFalse
          aria={aria}
          value={on}
          onChange={(next) => setParameter('stream_options', { include_usage: next })}
        />
      )}
    />
  );
}

/** Sent as false is something else than not sent. */
function TrueOrFalse({
  aria,
  value,
  onChange,
}: {
  aria: RowControl;
  value: boolean;
  onChange: (value: boolean) => void;
}) {
  return (
    <Select
      {...aria}
      size="sm"
      value={String(value)}
      onChange={(event) => onChange(event.currentTarget.value === 'true')}
      className="shrink-0"
    >
      <option value="true">true</option>
      <option value="false">false</option>
    </Select>
  );
}

export function UserRow() {
  const value = useDraft((draft) => parameterValue(draft.settings, 'user'));
  return (
    <ParameterRow name="user">
      {(aria) => (
        <TextField
          {...aria}
          mono
          value={value}
          maxLength={500}
          placeholder="user-1234"
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setParameter('user', event.currentTarget.value)}
          className="h-7"
        />
      )}
    </ParameterRow>
  );
}

/** The text itself stands under the prompt: it may be long. */
export function SuffixRow() {
  const length = useDraft((draft) => parameterValue(draft.settings, 'suffix').length);
  return (
    <ParameterRow
      name="suffix"
      control={(aria) => (
        <button
          type="button"
          aria-describedby={aria['aria-describedby']}
          onClick={() => focusField('suffix')}
          className="h-6 truncate rounded-sm px-1 text-xs text-accent hover:underline pointer-coarse:h-9"
        >
          {length === 0 ? 'write it under the prompt' : `${length.toLocaleString('en-US')} characters`}
        </button>
      )}
    />
  );
}
