import { PARAMETER_NAMES, PARAMETERS } from '@/lib/protocol/request/parameters';
import { withMinus } from '@/lib/protocol/text/minus';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';

export interface SettingLine {
  readonly name: string;
  readonly label: string;
  readonly value: string;
}

/**
 * What was sent, in the order of the sidebar; fields that the sidebar does not have come last, under their
 * own names.
 */
export function settingLines(parameters: Readonly<Record<string, unknown>>): SettingLine[] {
  const known: readonly string[] = PARAMETER_NAMES;
  const names = [...known, ...Object.keys(parameters).filter((name) => !known.includes(name))];
  return names.flatMap((name) => {
    const value = parameters[name];
    if (value === undefined || value === null) return [];
    const label = PARAMETER_NAMES.find((parameter) => parameter === name);
    return [{ name, label: label ? PARAMETERS[label].label : name, value: formatValue(name, value) }];
  });
}

function formatValue(name: string, value: unknown): string {
  if (name === 'suffix') return 'below the output';
  if (name === 'stream_options') return 'on';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'string') return visibleInline(value);
  if (Array.isArray(value))
    return value.map((item) => (typeof item === 'string' ? visibleInline(item) : String(item))).join('  ');
  if (name === 'logit_bias' && typeof value === 'object') {
    return Object.entries(value as object)
      .map(([token, bias]) => `${token}: ${withMinus(String(bias))}`)
      .join(', ');
  }
  return typeof value === 'object' ? JSON.stringify(value) : withMinus(String(value));
}
