import { visibleInline } from '@/lib/completions/tokens/visible-whitespace';

/** The value of a setting as it is sent, as short text. */
export function sentText(value: unknown): string {
  if (typeof value === 'string') return visibleInline(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
