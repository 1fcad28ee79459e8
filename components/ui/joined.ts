/** Joins the parts that are present, with a dot between each two. */
export function joined(...parts: readonly (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(' · ');
}
