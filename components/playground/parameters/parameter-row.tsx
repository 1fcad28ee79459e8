'use client';

import { RotateCcw } from 'lucide-react';
import { type ReactNode, Suspense, useId } from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { Info } from '@/components/ui/info';
import { Switch } from '@/components/ui/switch';
import { onDemand, useOnDemand } from '@/lib/platform/client/on-demand';
import { isSent, withInitial } from '@/lib/playground/client/draft-settings';
import { fixesFor } from '@/lib/playground/client/parameter-fixes';
import {
  useParameterEdits,
  useSettings,
  useSettingsEditor,
  useSettingsFact,
} from '@/lib/playground/client/settings-editor';
import { type ParameterName, parameterSpec } from '@/lib/protocol/request/parameters';
import { sameValue } from '@/lib/protocol/request/settings';

/** To be spread on the control. */
export interface RowControl {
  'aria-labelledby': string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

/**
 * The switch is drawn smaller than its touch target: the row moves out by the difference, so that tracks
 * align with titles.
 */
export const ROW_STYLE = 'py-0.5 pr-3 pl-3.5 pointer-coarse:pl-2.5';
export const ROW_LINE_STYLE = 'flex min-h-7 items-center gap-1 pointer-coarse:min-h-10';

export interface ParameterRowProps {
  name: ParameterName;
  /** Replaces the switch for a parameter that is always sent. */
  lead?: (aria: RowControl) => ReactNode;
  /** At the end of the first line, while the parameter is sent. */
  control?: (aria: RowControl) => ReactNode;
  /** Under the first line, while the parameter is sent. */
  children?: (aria: RowControl) => ReactNode;
  /** Loads the code of a lazy control when the pointer or the focus nears its switch. */
  preload?: () => Promise<unknown>;
}

/** One parameter: its switch, value, description and error. */
export function ParameterRow({ name, lead, control, children, preload }: ParameterRowProps) {
  const id = useId();
  const edits = useParameterEdits();
  const sent = useSettings((settings) => isSent(settings, name));
  const changed = useSettings(
    (settings) => !sameValue(settings.values[name], withInitial(settings, name).values[name]),
  );
  const issue = useSettingsFact((editor) => editor.issue(name), null);
  const answer = useSettingsFact((editor) => editor.answer(name), null);
  const message = sent ? (issue ?? answer) : answer;
  const spec = parameterSpec(name);
  const messageId = message ? `${id}-message` : undefined;
  const aria: RowControl = {
    'aria-labelledby': `${id}-label`,
    'aria-describedby': messageId,
    'aria-invalid': message ? true : undefined,
  };
  return (
    <div data-parameter={name} className={cx('group/row', ROW_STYLE, sent && children && 'pb-1.5')}>
      <div className={ROW_LINE_STYLE}>
        {lead ? (
          lead(aria)
        ) : (
          <Switch
            checked={sent}
            onCheckedChange={(on) => edits.send(name, on)}
            onPointerEnter={() => void preload?.()}
            onFocus={() => void preload?.()}
            aria-labelledby={`${id}-send ${id}-label`}
          />
        )}
        <span id={`${id}-send`} className="sr-only">
          Send
        </span>
        <span id={`${id}-label`} className={cx('truncate', sent ? 'text-ink' : 'text-ink-2')}>
          {spec.label}
        </span>
        <ParameterInfo name={name} />
        <span className="mr-auto" />
        {sent && changed && (
          <IconButton size="sm" label={`Reset ${spec.label}`} onClick={() => edits.reset(name)}>
            <RotateCcw aria-hidden="true" />
          </IconButton>
        )}
        {sent ? control?.(aria) : <span className="truncate text-xs text-ink-3">{spec.fallback}</span>}
      </div>
      {sent && children && (
        <div className="pl-9 pointer-coarse:pl-11">
          <Suspense fallback={<div className="h-6 pointer-coarse:h-10" />}>{children(aria)}</Suspense>
        </div>
      )}
      <div
        className={cx(
          message && 'mt-1 mb-1.5 ml-0.5 rounded-sm px-2 py-1.5 text-xs text-ink pointer-coarse:ml-1.5',
          message && (sent && issue ? 'bg-warn-soft' : 'bg-bad-soft'),
        )}
      >
        {/* There from the start: a change inside a live region is announced more reliably than a new region. */}
        <div role="alert">{message && <p id={messageId}>{message}</p>}</div>
        {sent && issue && <FixButtons name={name} />}
      </div>
    </div>
  );
}

function ParameterInfo({ name }: { name: ParameterName }) {
  return (
    <Info
      label={`About ${parameterSpec(name).label}`}
      className="opacity-0 transition-opacity group-focus-within/row:opacity-100 group-hover/row:opacity-100 data-[state=open]:opacity-100 pointer-coarse:opacity-100"
    >
      <AboutParameter name={name} />
    </Info>
  );
}

const descriptions = onDemand(
  async () => (await import('@/lib/protocol/request/parameter-descriptions')).PARAMETER_DESCRIPTIONS,
);
const OPENED = {};

/** Mounted only while it is open. */
function AboutParameter({ name }: { name: ParameterName }) {
  const { fallback, min, max, kind, clientOnly } = parameterSpec(name);
  const description = useOnDemand(descriptions, OPENED)?.[name];
  const ranged = min !== undefined && max !== undefined && name !== 'seed';
  return (
    <>
      {description && <p>{description}</p>}
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5">
        <dt className="text-ink-3">Sent as</dt>
        <dd className="font-mono text-ink">{clientOnly ? `${name} (client setting, not sent)` : name}</dd>
        {ranged && (
          <>
            <dt className="text-ink-3">Range</dt>
            <dd className="text-ink">
              {min.toLocaleString('en-US')} to {max.toLocaleString('en-US')}
              {kind === 'integer' ? ', whole numbers' : ''}
            </dd>
          </>
        )}
        <dt className="text-ink-3">Default if not sent</dt>
        <dd className="text-ink">{fallback}</dd>
      </dl>
    </>
  );
}

function FixButtons({ name }: { name: ParameterName }) {
  const editor = useSettingsEditor();
  const fixes = fixesFor(name, editor.settings(), editor.promptCount());
  if (fixes.length === 0) return null;
  return (
    <div className="mt-1.5 flex flex-wrap gap-1.5">
      {fixes.map((fix) => (
        <Button key={fix.label} size="sm" onClick={() => editor.change(null, fix.apply)}>
          {fix.label}
        </Button>
      ))}
    </div>
  );
}
