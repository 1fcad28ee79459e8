import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/**
 * Every icon of the app with its one meaning. Before adding one, look whether its meaning has an icon here; and
 * never take one for a second meaning.
 */
const ICONS: Readonly<Record<string, string>> = {
  ArrowDown: 'down: move there, or go there',
  ArrowDownWideNarrow: 'highest first',
  ArrowDownToLine: 'to the newest text',
  ArrowLeft: 'to the left or back: move there, or go there',
  ArrowRight: 'to the right: move there, or go there',
  ArrowUp: 'up: move there, or go there',
  ArrowUpDown: 'swap rows and columns',
  ArrowUpNarrowWide: 'lowest first',
  BookOpenText: 'the output together with its prompt',
  BookText: 'a document',
  Bookmark: 'a preset',
  Braces: 'JSON',
  CaseSensitive: 'upper and lower case are different',
  Check: 'yes: done, chosen, respected',
  ChevronDown: 'opens what is below or in a menu',
  ChevronLeft: 'the previous one',
  ChevronRight: 'the next one',
  ChevronsUpDown: 'opens a list to choose from',
  CirclePause: 'pause the replay',
  CirclePlay: 'replay a run',
  CircleUser: 'the menu of the account',
  CodeXml: 'code for a request',
  Columns3: 'compare, as columns',
  Copy: 'copy to the clipboard',
  CopyPlus: 'duplicate',
  CornerLeftUp: 'append to the prompt',
  Cpu: 'a model',
  Crosshair: 'the first divergence',
  Dices: 'random',
  Download: 'save as a file',
  Ellipsis: 'more actions',
  Equal: 'the same for all columns',
  ExternalLink: 'opens in a new tab',
  Eye: 'show what is hidden',
  EyeOff: 'hide',
  FastForward: 'run the rest',
  FileSpreadsheet: 'CSV',
  FileText: 'the page of a run',
  FileUp: 'choose a file',
  Flag: 'the reference',
  FlaskConical: 'What if: other settings on a text that is there',
  GitBranch: 'where a run branched',
  Grid3x3: 'a sweep',
  GripVertical: 'drag',
  History: 'the history',
  Hourglass: 'finish in the background',
  Info: 'explains',
  Link2: 'has shared links',
  ListChecks: 'checks of outputs',
  ListOrdered: 'a list of prompts',
  ListTree: 'saved comparisons',
  LogIn: 'sign in',
  LogOut: 'sign out',
  Minus: 'cannot be known',
  MoveVertical: 'scroll together',
  PanelLeft: 'the panel on the left',
  PanelTop: 'the shared prompt',
  Pencil: 'edit, rename',
  PenLine: 'suggestions while writing',
  Percent: 'probabilities',
  Pin: 'the default',
  PinOff: 'no longer the default',
  Play: 'run',
  Plug: 'connections',
  Plus: 'add',
  Radar: 'finds servers on this machine',
  Regex: 'a regular expression',
  Redo2: 'redo',
  RotateCw: 'run again',
  Rows3: 'JSONL',
  Scale: 'judge blind',
  Search: 'search',
  Share2: 'share',
  SlidersHorizontal: 'parameters',
  Square: 'stop',
  SquareCheck: 'select several',
  SquarePen: 'the playground’s editor',
  SquarePlus: 'a new comparison',
  Star: 'starred',
  StickyNote: 'a note',
  SunMoon: 'the theme',
  Table2: 'a table, as Markdown or of inputs',
  Tag: 'a tag',
  TextCursorInput: 'a prompt of its own',
  Trash2: 'delete',
  TriangleAlert: 'something is wrong',
  Undo2: 'undo',
  Upload: 'import',
  UserRound: 'the account',
  WholeWord: 'whole words only',
  X: 'close, clear, remove',
};

/** Icons that are mistaken for each other: of each line at most one may be used. */
const LOOK_ALIKES = [
  ['RotateCw', 'RotateCcw', 'RefreshCw', 'RefreshCcw', 'Repeat'],
  ['Redo', 'Redo2', 'RedoDot'],
  ['SlidersHorizontal', 'SlidersVertical', 'Settings2'],
  ['Moon', 'SunMoon', 'Sun'],
  ['ExternalLink', 'SquareArrowOutUpRight', 'SquareArrowUpRight'],
  ['Columns2', 'Columns3', 'Columns4'],
  ['Link', 'Link2', 'Link2Off', 'Unlink'],
];

function usedIcons(): string[] {
  const found = new Set<string>();
  for (const folder of ['app', 'components']) {
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!/\.tsx?$/.test(file)) continue;
      const source = readFileSync(path.join(folder, file), 'utf8');
      const names = /import \{([^}]*)\} from 'lucide-react'/.exec(source)?.[1] ?? '';
      for (const name of names.split(',')) {
        const imported = name.trim().split(' as ')[0];
        if (imported) found.add(imported);
      }
    }
  }
  return [...found].sort();
}

test('every icon that is used has one meaning, and no two have the same', () => {
  expect(usedIcons()).toEqual(Object.keys(ICONS).sort());
  const meanings = Object.values(ICONS);
  expect(new Set(meanings).size).toBe(meanings.length);
});

test('icons that look alike are not used together', () => {
  const used = new Set(usedIcons());
  for (const alike of LOOK_ALIKES) {
    expect(alike.filter((name) => used.has(name)).length, alike.join(', ')).toBeLessThanOrEqual(1);
  }
});
