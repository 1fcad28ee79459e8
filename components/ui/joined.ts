/** What there is of these, with a dot between each two: it never stands alone, first or last. */
export function joined(...parts: readonly (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(' · ');
}
