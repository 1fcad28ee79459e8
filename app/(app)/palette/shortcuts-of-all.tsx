'use client';

import { type ShortcutGroup, ShortcutList } from '@/components/ui/shortcut-list';
import { TOAST_KEY } from '@/components/ui/toast-key';
import {
  COLUMN_SHORTCUTS,
  COMPARE_SHORTCUTS,
  GRID_SHORTCUTS,
  JUDGE_SHORTCUTS,
  TABLE_SHORTCUTS,
} from '@/lib/compare/client/compare-shortcuts';
import { BRANCH_SHORTCUTS } from '@/lib/documents/client/branch-shortcuts';
import { EDITOR_SHORTCUTS, SUGGEST_SHORTCUTS } from '@/lib/documents/client/editor-shortcuts';
import { HISTORY_SHORTCUTS, LIST_SHORTCUTS, RUN_ROW_SHORTCUTS } from '@/lib/history/client/list-shortcuts';
import { RUN_SHORTCUTS } from '@/lib/history/client/run-shortcuts';
import { APP_SHORTCUTS, SHORTCUTS } from '@/lib/platform/client/shortcuts';
import { TOKEN_SHORTCUTS, WHAT_IF_SHORTCUTS } from '@/lib/runs/client/token-shortcuts';

const { actions, actionsToo, help } = APP_SHORTCUTS;
const TO_NOTIFICATION = { keys: TOAST_KEY, label: 'Go to the last notification' };
const { undo, redo, redoToo, ...editor } = EDITOR_SHORTCUTS;
const editorShortcuts = [undo, { ...redo, keys: [redo.keys, redoToo.keys] }, ...Object.values(editor)];

/** Where the palette's first key is the browser's own, only the second is listed. */
const paletteKeys = () =>
  navigator.userAgent.includes('Firefox') ? actionsToo.keys : [actions.keys, actionsToo.keys];

/** All keys, from the tables that their handlers use. `e2e/every-key.spec.ts` presses each of them. */
function allShortcuts(): readonly ShortcutGroup[] {
  return [
    { name: 'Everywhere', shortcuts: [{ keys: paletteKeys(), label: actions.label }, help, TO_NOTIFICATION] },
    { name: 'Playground', shortcuts: Object.values(SHORTCUTS) },
    { name: 'Document', shortcuts: editorShortcuts },
    { name: 'Document branches', shortcuts: Object.values(BRANCH_SHORTCUTS) },
    { name: 'Document suggestions', shortcuts: Object.values(SUGGEST_SHORTCUTS) },
    { name: 'Output with probabilities', shortcuts: TOKEN_SHORTCUTS },
    { name: 'What if', shortcuts: Object.values(WHAT_IF_SHORTCUTS) },
    {
      name: 'Slider',
      shortcuts: [
        { keys: ['left', 'right'], label: 'One step' },
        { keys: ['pagedown', 'pageup'], label: 'Ten steps' },
        { keys: ['home', 'end'], label: 'Minimum or maximum' },
      ],
    },
    { name: 'Run list', shortcuts: LIST_SHORTCUTS },
    {
      name: 'History',
      shortcuts: [...Object.values(HISTORY_SHORTCUTS), ...Object.values(RUN_ROW_SHORTCUTS)],
    },
    { name: 'Run page', shortcuts: Object.values(RUN_SHORTCUTS) },
    { name: 'Compare', shortcuts: Object.values(COMPARE_SHORTCUTS) },
    { name: 'Column header', shortcuts: COLUMN_SHORTCUTS },
    { name: 'Output grid', shortcuts: GRID_SHORTCUTS },
    { name: 'Output table', shortcuts: TABLE_SHORTCUTS },
    { name: 'Blind vote', shortcuts: JUDGE_SHORTCUTS },
  ];
}

export function ShortcutsOfAll({ onClose }: { onClose: () => void }) {
  return <ShortcutList groups={allShortcuts()} onClose={onClose} />;
}
