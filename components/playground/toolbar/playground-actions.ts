import type { Action } from '@/lib/platform/client/actions';
import type { PlaygroundLayout } from '@/lib/platform/client/playground-layout';
import { SHORTCUTS, type ShortcutName } from '@/lib/platform/client/shortcuts';
import type { DraftIssue } from '@/lib/playground/client/draft-run';
import { isSent, sendParameter } from '@/lib/playground/client/draft-settings';
import { getDraft } from '@/lib/playground/client/draft-store';
import { getCurrentRun, isRunning } from '@/lib/playground/client/run-controller';
import { getRunTarget } from '@/lib/playground/client/run-target';
import { PARAMETER_NAMES, parameterSpec } from '@/lib/protocol/request/parameters';
import { focusField } from '@/lib/runs/client/parameter-errors';
import { MODES } from '../layout/mode-switch';
import { CONNECTION_PICKER_ID } from './connection-picker';
import { type DraftActions, draftActions } from './draft-actions';

type Panel = 'history' | 'parameters';

export interface PlaygroundActions extends DraftActions {
  run: () => void;
  stop: () => unknown;
  regenerate: () => unknown;
  /** Why Run would do nothing. */
  blocked: DraftIssue | null;
  isShown: (panel: Panel) => boolean;
  toggle: (panel: Panel) => void;
  onModels: () => void;
  mode: PlaygroundLayout['mode'];
  onMode: (mode: PlaygroundLayout['mode']) => void;
}

/** What the palette finds in the playground: the actions of its toolbar, its shortcuts, and its parameters. */
export function playgroundActions(given: PlaygroundActions): readonly Action[] {
  const { run, stop, regenerate, blocked, isShown, toggle, onModels, mode, onMode, go } = given;
  const text = getRunTarget();
  const of = (name: ShortcutName, more: Partial<Action> & Pick<Action, 'run'>): Action => ({
    id: name,
    ...SHORTCUTS[name],
    ...more,
  });
  const panel = (name: Panel) =>
    of(name, {
      label: `${isShown(name) ? 'Hide' : 'Show'} ${name}`,
      also: name === 'parameters' ? 'panel settings' : 'panel runs',
      run: () => toggle(name),
    });
  return [
    isRunning()
      ? of('stop', { run: stop })
      : of('run', { also: 'complete generate start continue here', blocked: blocked?.message ?? null, run }),
    of('regenerate', {
      also: 'again repeat',
      blocked: isRunning()
        ? 'A run is in progress'
        : text
          ? text.regenerateBlocked()
          : getCurrentRun() === null
            ? 'There is no run yet'
            : null,
      run: regenerate,
    }),
    ...draftActions(given),
    of('models', { run: onModels }),
    {
      id: 'connection',
      label: 'Choose a connection',
      also: 'server provider api key settings',
      run: () => {
        const picker = document.getElementById(CONNECTION_PICKER_ID);
        if (picker?.checkVisibility()) picker.focus();
        else onModels();
      },
    },
    panel('history'),
    panel('parameters'),
    of('prompt', {
      ...(text && { label: 'Go to the document' }),
      also: 'focus editor',
      run: () => focusField('prompt'),
    }),
    ...MODES.map(({ value, label }) => ({
      id: `mode:${value}`,
      label: `Switch to ${label.toLowerCase()} mode`,
      also: 'write in',
      current: value === mode,
      run: () => onMode(value),
    })),
    {
      id: 'connections',
      label: 'Connections',
      also: 'settings api key server provider base url',
      run: () => go('/settings/connections'),
    },
    ...parameterActions(),
  ];
}

/** Each parameter on or off; one that is switched on gets the focus. */
function parameterActions(): readonly Action[] {
  const { settings } = getDraft();
  return PARAMETER_NAMES.filter((name) => name !== 'stream').map((name) => {
    const sent = isSent(settings, name);
    const { label } = parameterSpec(name);
    return {
      id: `parameter:${name}`,
      label: sent ? `Don't send ${label.toLowerCase()}` : `Send ${label.toLowerCase()}`,
      group: 'Parameters',
      also: name,
      run: () => {
        sendParameter(name, !sent);
        // The row draws its field first.
        if (!sent) requestAnimationFrame(() => focusField(name));
      },
    };
  });
}
