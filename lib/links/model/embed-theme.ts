/** The themes that an embed can be given in its address; without one it has the reader's. */
export const EMBED_THEMES = ['light', 'dark'] as const;
export type EmbedTheme = (typeof EMBED_THEMES)[number];

/** The theme in the address of an embed. Null: none, or one that is not known. */
export function readEmbedTheme(address: string): EmbedTheme | null {
  const named = new URL(address).searchParams.get('theme');
  return EMBED_THEMES.find((theme) => theme === named) ?? null;
}
