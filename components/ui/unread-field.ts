/**
 * The first number field that shows something else than what would be sent, in an element or on the page; gets the focus.
 * Whatever sends what the fields say asks here first.
 */
export function focusUnreadField(within: ParentNode = document): boolean {
  const field = within.querySelector<HTMLElement>('input[data-unread]');
  field?.focus();
  return field !== null;
}
