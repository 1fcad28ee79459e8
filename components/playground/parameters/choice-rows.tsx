'use client';

import { Select } from '@/components/ui/select';
import { TextArea } from '@/components/ui/text-area';
import { TextField } from '@/components/ui/text-field';
import { parameterValue } from '@/lib/playground/client/draft-settings';
import { useParameterEdits, useSettings, useSettingsEditor } from '@/lib/playground/client/settings-editor';
import { PARAMETERS, type ParameterOfKind } from '@/lib/protocol/request/parameters';
import { ParameterRow, type RowControl } from './parameter-row';

/** `stream` is always sent, so its switch sets its value. */
export function StreamRow() {
  const on = useSettings((settings) => parameterValue(settings, 'stream'));
  const edits = useParameterEdits();
  return (
    <ParameterRow
      name="stream"
      value={{ on, set: (next) => edits.set('stream', next) }}
      control={() => <span className="text-xs text-ink-2">{on ? 'on' : 'off'}</span>}
    />
  );
}

export function BooleanRow({ name }: { name: ParameterOfKind<'boolean'> }) {
  const on = useSettings((settings) => parameterValue(settings, name));
  const edits = useParameterEdits();
  return (
    <ParameterRow
      name={name}
      control={(aria) => <TrueOrFalse aria={aria} value={on} onChange={(next) => edits.set(name, next)} />}
    />
  );
}

export function StreamOptionsRow() {
  const on = useSettings((settings) => parameterValue(settings, 'stream_options').include_usage === true);
  const edits = useParameterEdits();
  return (
    <ParameterRow
      name="stream_options"
      control={(aria) => (
        <TrueOrFalse
          aria={aria}
          value={on}
          onChange={(next) => edits.set('stream_options', { include_usage: next })}
        />
      )}
    />
  );
}

/** A separate control: sending false differs from not sending. */
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

/** A text of one line. */
export function UserRow() {
  const value = useSettings((settings) => parameterValue(settings, 'user'));
  const edits = useParameterEdits();
  return (
    <ParameterRow name="user">
      {(aria) => (
        <TextField
          {...aria}
          mono
          value={value}
          maxLength={PARAMETERS.user.maxLength}
          placeholder="user-1234"
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => edits.set('user', event.currentTarget.value)}
          className="h-7"
        />
      )}
    </ParameterRow>
  );
}

/** A text of several lines. */
export function TextRow({ name, placeholder }: { name: ParameterOfKind<'text'>; placeholder?: string }) {
  const text = useSettings((settings) => parameterValue(settings, name));
  const edits = useParameterEdits();
  return (
    <ParameterRow name={name}>
      {(aria) => (
        <TextArea
          {...aria}
          mono
          rows={3}
          value={text}
          placeholder={placeholder}
          spellCheck={false}
          onChange={(event) => edits.set(name, event.currentTarget.value)}
          className="text-xs"
        />
      )}
    </ParameterRow>
  );
}

/** In the playground the text itself is edited under the prompt, since it may be long. */
export function SuffixRow() {
  const text = useSettings((settings) => parameterValue(settings, 'suffix'));
  const { writeSuffix } = useSettingsEditor();
  if (!writeSuffix) return <TextRow name="suffix" placeholder="Text after the completion" />;
  return (
    <ParameterRow
      name="suffix"
      focusField={writeSuffix}
      control={(aria) => (
        <button
          type="button"
          aria-describedby={aria['aria-describedby']}
          onClick={writeSuffix}
          className="h-6 truncate rounded-sm px-1 text-xs text-accent hover:underline pointer-coarse:h-10"
        >
          {text === '' ? 'edit below the prompt' : `${text.length.toLocaleString('en-US')} characters`}
        </button>
      )}
    />
  );
}
