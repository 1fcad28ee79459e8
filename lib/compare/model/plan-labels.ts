import { parameterSpec } from '@/lib/protocol/request/parameters';
import { capitalized } from '@/lib/protocol/text/capitalized';
import { cutAtWord } from '@/lib/protocol/text/cut-text';
import { visibleName } from '@/lib/protocol/tokens/hidden-characters';
import type { ComparisonPlan, PlanPrompt } from './plan';
import {
  type AxisValues,
  inputCount,
  kindOf,
  type NamedVariant,
  pointOf,
  type SomePoint,
  valuesOf,
  variantsOf,
} from './plan-cells';
import { distinguishingRow, NOT_SENT, promptText, settingsTable, settingText } from './settings-table';

/** What an axis varies, in a word: `Temperature`, `Model`. */
export function axisTitle(axis: AxisValues | undefined): string {
  switch (axis?.kind) {
    case undefined:
      return '';
    case 'variants':
      return 'Settings';
    case 'parameter':
      return parameterSpec(axis.parameter).label;
    case 'model':
      return 'Model';
    case 'prompt':
      return 'Prompt';
    case 'inputs':
      return 'Input';
  }
}

/** The names of an axis' values; no two models or prompts have the same. Without an axis: one empty name. */
export function axisLabels(axis: AxisValues | undefined): string[] {
  switch (axis?.kind) {
    case undefined:
      return [''];
    case 'variants':
      return variantLabels(axis.variants).map(({ full }) => full);
    case 'parameter':
      return axis.values.map((value) => (value === null ? NOT_SENT : settingText(axis.parameter, value)));
    case 'model':
      return distinct(axis.models.map(({ model }) => (model === '' ? 'None chosen' : visibleName(model))));
    case 'prompt':
      return distinct(
        axis.prompts.map(({ prompt }, at) => (prompt === undefined ? `${at + 1}` : firstWords(prompt))),
      );
    case 'inputs':
      return [...axis.labels];
  }
}

/** The same without what distinguishes variants: where something else says it, and in files, whose readers look for them. */
export function plainLabels(axis: AxisValues | undefined): string[] {
  return axis?.kind === 'variants'
    ? variantLabels(axis.variants).map(({ plain }) => plain)
    : axisLabels(axis);
}

interface VariantLabel {
  /** `A`, or its name. */
  readonly plain: string;
  /** `A · temperature 1.4`, `A · davinci-002`; a name, where it has one. */
  readonly full: string;
  /** Where there is little space: `A · 1.4`. */
  readonly short: string;
}

/** Every cell of a grid is named after its variant: they are found once. */
const knownLabels = new WeakMap<readonly NamedVariant[], readonly VariantLabel[]>();

/** Letters, with what distinguishes those without a name: their value of the first setting that differs. */
export function variantLabels(variants: readonly NamedVariant[]): readonly VariantLabel[] {
  const known = knownLabels.get(variants);
  if (known) return known;
  const columns = variants.flatMap(({ model, settings }) =>
    model === undefined || settings === undefined
      ? []
      : [{ model, settings, prompt: '', connectionName: null }],
  );
  const row = columns.length === variants.length ? distinguishingRow(settingsTable(columns)) : undefined;
  const labels = variants.map(({ name }, at): VariantLabel => {
    const cell = row?.cells[at];
    const plain = name ?? columnLetter(at);
    if (name !== null || !row || !cell) return { plain, short: plain, full: plain };
    const value = cutAtWord(cell.sent ? cell.text : cell.text.toLowerCase(), MAX_VALUE);
    const setting = row.name === 'model' ? '' : `${row.label.charAt(0).toLowerCase()}${row.label.slice(1)} `;
    return { plain, short: `${plain} · ${value}`, full: `${plain} · ${setting}${value}` };
  });
  knownLabels.set(variants, labels);
  return labels;
}

/** Characters of a value in a name. */
const MAX_VALUE = 24;

/** The first words of a prompt, in one line. */
export function firstWords(prompt: PlanPrompt): string {
  const beginning =
    typeof prompt === 'string' ? prompt.slice(0, 400) : prompt.slice(0, 4).map((one) => one.slice(0, 100));
  return cutAtWord(promptText(beginning), 60);
}

/** Equal labels are numbered: the same model on two connections, or versions of one text. */
function distinct(labels: readonly string[]): string[] {
  return labels.map((label, at) => {
    const others = labels.filter((other) => other === label).length;
    const before = labels.slice(0, at).filter((other) => other === label).length;
    return others > 1 ? `${label} (${before + 1})` : label;
  });
}

/** `Temperature 0.5, Top P 0.9`; with rows of a table `, row 3`, and with repeats `, repeat 2`. */
export function pointName(
  {
    axes,
    repeats,
    inputRows = 1,
  }: {
    readonly axes: readonly AxisValues[];
    readonly repeats: number;
    /** Rows of the table. */
    readonly inputRows?: number;
  },
  { row, column, input = 0, repeat = 0 }: SomePoint,
): string {
  const parts = axes.map((axis, which) => {
    const at = which === 0 ? row : column;
    const label = axisLabels(axis)[at] ?? '';
    const isUnsent = axis.kind === 'parameter' && valuesOf(axis)[at] === null;
    return `${axisTitle(axis)} ${isUnsent ? label.toLowerCase() : label}`.trimEnd();
  });
  if (inputRows > 1) parts.push(`row ${input + 1}`);
  if (repeats > 1) parts.push(`repeat ${repeat + 1}`);
  return parts.length === 0 ? 'Output' : capitalized(parts.join(', '));
}

/**
 * What a cell of a comparison is called.
 *
 * @param of `input`: what all of its repeats are called; `settings`: all of its inputs, too
 */
export function cellName(
  plan: ComparisonPlan,
  key: string,
  of: 'repeat' | 'input' | 'settings' = 'repeat',
): string {
  const { axes, repeats } = plan;
  if (kindOf(plan) === 'sweep') {
    const point = pointOf(plan, key);
    const inputRows = of === 'settings' ? 1 : inputCount(plan);
    return point ? pointName({ axes, inputRows, repeats: of === 'repeat' ? repeats : 1 }, point) : key;
  }
  const variants = variantsOf(plan);
  const at = variants.findIndex(({ id }) => id === key);
  const variant = variants[at];
  if (!variant) return 'Removed column';
  return variant.name ?? `Column ${columnLetter(at)}`;
}

/** A, B, C …: the name of a column without one. */
export function columnLetter(at: number): string {
  return String.fromCharCode(65 + at);
}
