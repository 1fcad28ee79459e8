'use client';

import { ChevronRight } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { Info } from '@/components/ui/info';
import { Switch } from '@/components/ui/switch';
import { Tooltip } from '@/components/ui/tooltip';
import { changeDraft, changeSettings, getDraft, useDraft } from '@/lib/playground/client/draft-store';
import { sentSummary } from '@/lib/playground/client/sent-summary';
import { DRAFT_EDITOR, SettingsEditorProvider, SHEET_EDITOR } from '@/lib/playground/client/settings-editor';
import {
  PARAMETER_GROUPS,
  PARAMETER_NAMES,
  PARAMETERS,
  type ParameterGroup,
  type ParameterName,
} from '@/lib/protocol/request/parameters';
import { allOff, DEFAULT_SETTINGS, type Settings, sameValue } from '@/lib/protocol/request/settings';
import { clearParameterErrors, onFieldFocus, takeWaitingFocus } from '@/lib/runs/client/parameter-errors';
import { draftToast } from '../draft-toast';
import { DraftRangeSelection } from './draft-range-selection';
import { InjectedGroup } from './injected-group';
import { PARAMETER_CONTROLS } from './parameter-controls';
import { FIELD, ROW_INFO_STYLE, ROW_LINE_STYLE, ROW_NAME_STYLE, ROW_STYLE } from './parameter-row';
import { requestSlider } from './parameter-slider';

const GROUPS = (Object.keys(PARAMETER_GROUPS) as ParameterGroup[]).map((group) => ({
  group,
  names: PARAMETER_NAMES.filter((name) => PARAMETERS[name].group === group),
}));

/** Every parameter, each with a switch: what is off is not sent. A sheet has a title of its own. */
export function ParameterPanel({ inSheet = false }: { inSheet?: boolean }) {
  const panel = useRef<HTMLDivElement>(null);
  const summary = useDraft((draft) => sentSummary(draft.settings));
  const isAllOff = useDraft((draft) => draft.settings.sent.length <= 1);
  const isDefault = useDraft((draft) => sameValue(draft.settings, DEFAULT_SETTINGS));

  useEffect(() => {
    const focus = (field: string): boolean => {
      // The suffix is edited under the prompt, and focused there once it is switched on.
      if (field === 'suffix' && getDraft().settings.sent.includes('suffix')) return false;
      const row = panel.current?.querySelector(`[data-parameter="${field}"]`);
      if (!row) return false;
      const folded = row.closest('details');
      if (folded) folded.open = true;
      row.scrollIntoView({ block: 'nearest' });
      const control = row.querySelector<HTMLElement>(FIELD) ?? row.querySelector('button');
      control?.focus({ preventScroll: true });
      return true;
    };
    const waiting = takeWaitingFocus();
    if (waiting) focus(waiting);
    return onFieldFocus(focus);
  }, []);

  useEffect(() => {
    const near = panel.current;
    near?.addEventListener('pointerenter', requestSlider);
    near?.addEventListener('focusin', requestSlider);
    return () => {
      near?.removeEventListener('pointerenter', requestSlider);
      near?.removeEventListener('focusin', requestSlider);
    };
  }, []);

  return (
    <div ref={panel} className="flex h-full min-h-0 flex-col">
      <div className={cx('flex shrink-0 border-b pr-1 pb-2 pl-4', inSheet ? 'flex-col-reverse' : 'flex-col')}>
        <div className="flex h-9 items-center gap-1 pointer-coarse:h-11">
          {!inSheet && <h2 className="text-xs font-medium text-ink-2">Parameters</h2>}
          <span className="mr-auto" />
          <Tooltip content="Stops sending all parameters except Stream. Keeps their values.">
            <Button
              size="sm"
              variant="ghost"
              disabled={isAllOff}
              onClick={() => change(allOff, 'All parameters off except Stream.')}
            >
              Turn all off
            </Button>
          </Tooltip>
          <Button
            size="sm"
            variant="ghost"
            disabled={isDefault}
            onClick={() => change(() => DEFAULT_SETTINGS, 'All parameters reset.')}
          >
            Restore defaults
          </Button>
        </div>
        {/* Always three lines, and no more: what changes here must not move the switches. */}
        <p title={summary} data-summary="" className="line-clamp-3 h-12 pr-3 text-xs text-ink-3">
          {summary}
        </p>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-4">
        <SettingsEditorProvider value={inSheet ? SHEET_EDITOR : DRAFT_EDITOR}>
          <DraftRangeSelection>
            {GROUPS.map(({ group, names }) =>
              group === 'more' ? (
                <MoreParameters key={group} names={names} />
              ) : (
                <section
                  key={group}
                  aria-labelledby={`parameters-${group}`}
                  className="border-b py-2 last:border-b-0"
                >
                  <h3 id={`parameters-${group}`} className="px-4 pt-0.5 pb-1 text-2xs text-ink-3">
                    {PARAMETER_GROUPS[group]}
                  </h3>
                  {names.map((name) => (
                    <div key={name}>{PARAMETER_CONTROLS[name]}</div>
                  ))}
                  {group === 'delivery' && <BackgroundRow />}
                </section>
              ),
            )}
            <InjectedGroup />
          </DraftRangeSelection>
        </SettingsEditorProvider>
      </div>
    </div>
  );
}

/** What only some servers know, folded away until something of it is sent. */
function MoreParameters({ names }: { names: readonly ParameterName[] }) {
  const count = useDraft(({ settings }) => names.filter((name) => settings.sent.includes(name)).length);
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      // Once open it stays so: a field that is switched off in it must not disappear with the focus.
      open={count > 0 || isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="group/more py-2"
    >
      <summary className="flex h-7 cursor-default list-none items-center gap-1 px-4 text-2xs text-ink-3 hover:text-ink-2 pointer-coarse:h-11">
        <ChevronRight aria-hidden="true" className="size-3 transition-transform group-open/more:rotate-90" />
        <h3>{PARAMETER_GROUPS.more}</h3>
        <span>{count === 0 ? '· vLLM, llama.cpp, SGLang …' : `· ${count} set`}</span>
      </summary>
      {names.map((name) => (
        <div key={name}>{PARAMETER_CONTROLS[name]}</div>
      ))}
    </details>
  );
}

function change(next: (settings: Settings) => Settings, message: string): void {
  const { settings } = getDraft();
  clearParameterErrors();
  changeSettings(next);
  draftToast(message, () => changeSettings(() => settings), 'settings', { replaces: true });
}

/** A setting of the playground, not a parameter: it is never sent upstream. */
function BackgroundRow() {
  const on = useDraft((draft) => draft.background);
  return (
    <div className={cx('group/row', ROW_STYLE)}>
      <div className={ROW_LINE_STYLE}>
        <Switch
          checked={on}
          onCheckedChange={(background) => changeDraft({ background })}
          id="background-switch"
        />
        <label htmlFor="background-switch" className={cx(ROW_NAME_STYLE, on ? 'text-ink' : 'text-ink-2')}>
          Finish in the background
        </label>
        <Info label="About finishing in the background" className={ROW_INFO_STYLE}>
          If you leave, the run stops after 30 seconds (up to three minutes if the page was in the background)
          and keeps its text. Turn this on to let it finish. This setting is never sent.
        </Info>
      </div>
    </div>
  );
}
