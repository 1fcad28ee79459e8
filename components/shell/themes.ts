export const THEMES = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

export type Theme = (typeof THEMES)[number]['value'];

/** The stored value may come from an older version, or be absent. */
export function themeOf(stored: string | undefined): Theme {
  return THEMES.find((theme) => theme.value === stored)?.value ?? 'system';
}
