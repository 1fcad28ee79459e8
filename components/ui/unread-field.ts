import { toast } from './toast';

/**
 * Focuses the first field, in an element or on the page, that shows something other than what would be
 * sent. When it is out of view, a toast says what is wrong. Every submit of field values must check this
 * first.
 */
export function focusUnreadField(within: ParentNode = document): boolean {
  const fields = [...within.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('[data-unread]')];
  const seen = fields.find((field) => field.checkVisibility({ visibilityProperty: true }));
  const [first] = fields;
  if (seen) seen.focus();
  else if (first) toast(`${nameOf(first)}: ${first.dataset.unread}`, { id: 'unread', tone: 'bad' });
  return first !== undefined;
}

function nameOf(field: HTMLInputElement | HTMLTextAreaElement): string {
  const ids = field.getAttribute('aria-labelledby')?.split(' ') ?? [];
  const labels = ids.map((id) => document.getElementById(id)?.textContent ?? '');
  return field.ariaLabel ?? (labels.join(' ').trim() || field.value);
}
