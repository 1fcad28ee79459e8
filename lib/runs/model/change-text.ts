import { PARAMETERS } from '@/lib/protocol/request/parameters';
import type { SettingChange } from './setting-changes';

/** Longer values are cut: a suffix or a list of biases would hide everything after it. */
const MAX_VALUE = 24;

/** `temperature 0.2 → 0.9, seed set to 7, stop not sent`: what a run changed, in a line. */
export function changesText(changes: readonly SettingChange[]): string {
  return changes.map(changeText).join(', ');
}

/** Longer lines lose their end, and with it the new value. */
const ROOM = 26;

/**
 * The same where there is little room: `→ My box`, `temperature → 0.9`, `→ base +1`. What the setting was is left out,
 * and the line is read from its new value.
 */
export function briefChangesText(changes: readonly SettingChange[]): string {
  const whole = changesText(changes);
  const [first, ...more] = changes;
  if (whole.length <= ROOM || !first) return whole;
  const others = more.length === 0 ? '' : ` +${more.length}`;
  return `${briefChange(first)}${others}`;
}

function briefChange(change: SettingChange): string {
  const { name, before, after } = change;
  if (name === 'retries' || after === null) return changeText(change);
  const named = name === 'connection' || name === 'model' ? '' : labelOf(name);
  const value = named !== '' && before === null ? short(after) : `→ ${short(after)}`;
  return named === '' ? value : `${named} ${value}`;
}

/** `Rerun with temperature 0.9`, `Rerun without seed`, `Rerun with model base and 3 more`: a run of the same text. */
export function rerunText(changes: readonly SettingChange[]): string {
  const [first, second, ...more] = changes;
  if (!first) return 'Rerun';
  const others = more.length > 0 || second === undefined ? [] : [second];
  const rest = second && others.length === 0 ? ` and ${more.length + 1} more` : '';
  return `Rerun ${[first, ...others].map(withText).join(', ')}${rest}`;
}

function withText({ name, after }: SettingChange): string {
  const label = labelOf(name);
  if (after === null || after === 'off') return `without ${label}`;
  return name === 'retries' || after === 'on' ? `with ${label}` : `with ${label} ${short(after)}`;
}

function changeText({ name, before, after }: SettingChange): string {
  const label = labelOf(name);
  // Too long to be told apart at a glance.
  if (name === 'retries' && before !== null && after !== null) return `${label} changed`;
  if (after === null) return `${label} not sent`;
  return before === null ? `${label} set to ${short(after)}` : `${label} ${short(before)} → ${short(after)}`;
}

function labelOf(name: SettingChange['name']): string {
  const label = name === 'connection' ? name : PARAMETERS_AND_MODEL[name].label;
  return label.charAt(0).toLowerCase() + label.slice(1);
}

const PARAMETERS_AND_MODEL = { ...PARAMETERS, model: { label: 'Model' } };

function short(value: string): string {
  if (value === '') return 'none';
  return value.length > MAX_VALUE ? `${[...value].slice(0, MAX_VALUE).join('')}…` : value;
}
