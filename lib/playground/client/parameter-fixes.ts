import { boundsOf, maxChoices, type Rules } from '@/lib/protocol/request/completion-request';
import { PARAMETERS, type ParameterName, parameterSpec } from '@/lib/protocol/request/parameters';
import type { Settings } from '@/lib/protocol/request/settings';
import { withMinus } from '@/lib/protocol/text/minus';
import { isSent, parameterValue, withSent, withValue } from './draft-settings';

/** A change in one click that makes a refused combination valid. */
export interface ParameterFix {
  readonly label: string;
  readonly apply: (settings: Settings) => Settings;
}

/** Possible fixes for a refused parameter, the likeliest first. */
export function fixesFor(
  name: ParameterName,
  settings: Settings,
  promptCount: number,
  rules: Rules,
): ParameterFix[] {
  const outOfRange = rangeFix(name, settings, rules);
  if (outOfRange) return [outOfRange];
  const off: ParameterFix = {
    label: `Turn off ${lowerFirst(PARAMETERS[name].label)}`,
    apply: (current) => withSent(current, name, false),
  };
  switch (name) {
    case 'best_of':
      return [...bestOfFixes(settings), off];
    case 'stream_options':
      return [{ label: 'Turn on streaming', apply: (current) => withValue(current, 'stream', true) }, off];
    case 'max_tokens':
      return [{ label: 'Turn on echo', apply: (current) => withValue(current, 'echo', true) }];
    case 'n': {
      const max = Math.max(1, Math.floor(maxChoices(rules) / promptCount));
      return [{ label: `Set n to ${max}`, apply: (current) => withValue(current, 'n', max) }];
    }
    case 'stream':
      return [];
    default:
      return [off];
  }
}

function bestOfFixes(settings: Settings): ParameterFix[] {
  const n = isSent(settings, 'n') ? parameterValue(settings, 'n') : 1;
  const bestOf = parameterValue(settings, 'best_of');
  if (bestOf < n) {
    const { max } = PARAMETERS.best_of;
    if (n > max) return [];
    return [{ label: `Set best of to ${n}`, apply: (current) => withValue(current, 'best_of', n) }];
  }
  if (!parameterValue(settings, 'stream')) return [];
  return [{ label: 'Turn off streaming', apply: (current) => withValue(current, 'stream', false) }];
}

/** The nearest allowed value, for a number out of bounds or one that should be whole. */
function rangeFix(name: ParameterName, settings: Settings, rules: Rules): ParameterFix | null {
  const value: unknown = settings.values[name];
  const { kind } = parameterSpec(name);
  const { min, max } = boundsOf(name, rules);
  if (typeof value !== 'number' || min === undefined || max === undefined) return null;
  const whole = kind === 'integer' ? Math.round(value) : value;
  const nearest = Math.min(max, Math.max(min, whole));
  if (nearest === value) return null;
  return {
    label: `Set to ${withMinus(String(nearest))}`,
    apply: (current) => ({ ...current, values: { ...current.values, [name]: nearest } }),
  };
}

function lowerFirst(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}
