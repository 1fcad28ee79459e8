import { toast } from './toast';

/**
 * The first number field that shows something else than what would be sent, in an element or on the page; gets the focus.
 * Where it is out of sight, what is wrong with it is said. Whatever sends what the fields say asks here first.
 */
export function focusUnreadField(within: ParentNode = document): boolean {
  const fields = [...within.querySelectorAll<HTMLInputElement>('input[data-unread]')];
  const seen = fields.find((field) => field.checkVisibility({ visibilityProperty: true }));
  const [first] = fields;
  if (seen) seen.focus();
  else if (first) toast(`${nameOf(first)}: ${first.dataset.unread}`, { id: 'unread', tone: 'bad' });
  return first !== undefined;
}

function nameOf(field: HTMLInputElement): string {
  const ids = field.getAttribute('aria-labelledby')?.split(' ') ?? [];
  const labels = ids.map((id) => document.getElementById(id)?.textContent ?? '');
  return field.ariaLabel ?? (labels.join(' ').trim() || field.value);
}
