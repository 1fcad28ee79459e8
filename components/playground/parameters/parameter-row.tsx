'use client';

import {
  type ComponentType,
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useEffect,
  useId,
  useRef,
} from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { Info } from '@/components/ui/info';
import { Switch } from '@/components/ui/switch';
import { isSent, parameterValue } from '@/lib/playground/client/draft-settings';
import {
  useParameterEdits,
  useSettings,
  useSettingsEditor,
  useSettingsFact,
} from '@/lib/playground/client/settings-editor';
import { type ParameterName, parameterSpec } from '@/lib/protocol/request/parameters';
import { INITIAL_VALUES, sameValue } from '@/lib/protocol/request/settings';

type OfParameter = ComponentType<{ name: ParameterName }>;
// Shown only where something is wrong. If their code does not load, the row still works.
const FixButtons = lazy(async (): Promise<{ default: OfParameter }> => {
  const loaded = await import('./fix-buttons').catch(() => null);
  return { default: loaded?.FixButtons ?? (() => null) };
});
let AboutLoaded: OfParameter | null = null;
/** Never rejects: without its code the explanation says that it did not load. */
async function loadAbout(): Promise<void> {
  AboutLoaded ??= (await import('./about-parameter').catch(() => null))?.AboutParameter ?? null;
}

function About({ name }: { name: ParameterName }) {
  return AboutLoaded ? <AboutLoaded name={name} /> : <p>Couldn't load this. Check your network.</p>;
}

/** The field of a row, where its value is typed or chosen. */
export const FIELD = 'input, select, textarea';

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
export const ROW_STYLE = 'py-0.5 pr-2 pl-3.5 pointer-coarse:pl-2.5';
export const ROW_LINE_STYLE = 'flex min-h-7 items-center gap-1 pointer-coarse:min-h-10';
/** The name of a row, which switches it as well. */
export const ROW_NAME_STYLE = 'flex min-w-0 flex-1 items-center self-stretch select-none';
/** Visible where the pointer or the focus is; always on touch screens. */
export const ROW_INFO_STYLE =
  'opacity-0 transition-opacity group-focus-within/row:opacity-100 group-hover/row:opacity-100 data-[state=open]:opacity-100 pointer-coarse:opacity-100';

export interface ParameterRowProps {
  name: ParameterName;
  /** For a parameter that is always sent: its switch sets its value. */
  value?: { readonly on: boolean; readonly set: (on: boolean) => void };
  /** At the end of the first line, while the parameter is sent; a number's, where the editor says so, always. */
  control?: (aria: RowControl, sent: boolean) => ReactNode;
  /** Under the first line: while the parameter is sent, or always for what can be tried before. */
  children?: (aria: RowControl, sent: boolean) => ReactNode;
  alwaysOpen?: boolean;
  /** Focuses the field when that is not in this row. */
  focusField?: (() => void) | undefined;
  /** Loads the code of a lazy control when the pointer or the focus nears its row. */
  preload?: () => Promise<unknown>;
}

/** One parameter: its switch, name, value, description and error. */
export function ParameterRow(props: ParameterRowProps) {
  const { name, value, control, children, alwaysOpen = false, focusField, preload } = props;
  const id = useId();
  const row = useRef<HTMLDivElement>(null);
  /** The value was pressed while it was off: its field gets the cursor as soon as it is there. */
  const wantsField = useRef(false);
  const edits = useParameterEdits();
  const { alwaysField = false } = useSettingsEditor();
  const sent = useSettings((settings) => isSent(settings, name));
  const changed = useSettings((settings) => !sameValue(parameterValue(settings, name), INITIAL_VALUES[name]));
  const issue = useSettingsFact((editor) => editor.issue(name), null);
  const answer = useSettingsFact((editor) => editor.answer(name), null);
  const message = sent ? (issue ?? answer) : answer;
  const note = useSettingsFact((editor) => (message || !sent ? null : editor.note(name)), null);
  const spec = parameterSpec(name);
  const isNumber = spec.kind === 'number' || spec.kind === 'integer';
  const messageId = message || note ? `${id}-message` : undefined;
  const aria: RowControl = {
    'aria-labelledby': `${id}-label`,
    'aria-describedby': messageId,
    'aria-invalid': message ? true : undefined,
  };
  const open = children && (sent || alwaysOpen);
  const takeFocus = useCallback(() => {
    if (!wantsField.current) return;
    const field = row.current?.querySelector<HTMLElement>(FIELD);
    if (!field && !focusField) return;
    wantsField.current = false;
    if (field) field.focus();
    else focusField?.();
  }, [focusField]);
  const near = () => void preload?.();

  return (
    <div
      ref={row}
      data-parameter={name}
      onPointerEnter={near}
      className={cx('group/row relative', ROW_STYLE, open && 'pb-1')}
    >
      <div className={ROW_LINE_STYLE}>
        <Switch
          id={`${id}-switch`}
          checked={value ? value.on : sent}
          onCheckedChange={value ? value.set : (on) => edits.send(name, on)}
          onFocus={near}
          {...(value ? aria : { 'aria-labelledby': `${id}-send ${id}-label` })}
        />
        <span id={`${id}-send`} className="sr-only">
          Send
        </span>
        <label htmlFor={`${id}-switch`} className={cx(ROW_NAME_STYLE, sent ? 'text-ink' : 'text-ink-2')}>
          <span className="min-w-0 leading-tight">
            <span id={`${id}-label`}>{spec.label}</span>
            {spec.takenBy && <span className="block truncate text-2xs text-ink-3">{spec.takenBy}</span>}
          </span>
        </label>
        {sent && changed && (
          <Button
            size="sm"
            variant="ghost"
            aria-label={`Reset ${spec.label}`}
            onClick={() => edits.reset(name)}
          >
            Reset
          </Button>
        )}
        {sent || (alwaysField && isNumber) ? (
          <>
            {control?.(aria, sent)}
            <WhenHere act={takeFocus} />
          </>
        ) : (
          <label
            htmlFor={`${id}-switch`}
            // The label itself presses the switch.
            onClickCapture={() => {
              wantsField.current = true;
            }}
            className="flex max-w-[55%] min-w-0 items-center self-stretch text-xs text-ink-3 select-none hover:text-ink-2"
          >
            <span className="truncate">Default {spec.fallback}</span>
          </label>
        )}
        <span aria-hidden="true" className="w-6 shrink-0" />
      </div>
      {open && (
        <div className={cx('pl-9 pointer-coarse:pl-11', alwaysOpen ? 'pr-7' : 'pr-1')}>
          <Suspense fallback={<div className="h-6 pointer-coarse:h-10" />}>
            {children(aria, sent)}
            {sent && <WhenHere act={takeFocus} />}
          </Suspense>
        </div>
      )}
      {/* At the end of the first line to the eye; the keys come to the value and its slider first. */}
      <span className={cx('absolute top-0.5 right-2', ROW_LINE_STYLE)}>
        <Info label={`About ${spec.label}`} load={loadAbout} className={ROW_INFO_STYLE}>
          <About name={name} />
        </Info>
      </span>
      {note && (
        <p id={messageId} className="py-0.5 pl-9 text-xs text-ink-3 pointer-coarse:pl-11">
          OpenAI would reject this: {note}
        </p>
      )}
      <div
        className={cx(
          message && 'mt-1 mb-1.5 ml-0.5 rounded-sm px-2 py-1.5 text-xs text-ink pointer-coarse:ml-1.5',
          message && (sent && issue ? 'bg-warn-soft' : 'bg-bad-soft'),
        )}
      >
        {/* There from the start: a change inside a live region is announced more reliably than a new region. */}
        <div role="alert">{message && <p id={messageId}>{message}</p>}</div>
        {sent && issue && (
          // As high as the buttons: the rows below may be about to be pressed.
          <Suspense fallback={<div className="mt-1.5 h-6 pointer-coarse:h-10" />}>
            <FixButtons name={name} />
          </Suspense>
        )}
      </div>
    </div>
  );
}

/** Acts once what stands beside it is on the page; inside a suspended part only when its code has come. */
function WhenHere({ act }: { act: () => void }) {
  useEffect(act, [act]);
  return null;
}
