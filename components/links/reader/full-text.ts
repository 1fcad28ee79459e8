/** The texts of the page in full, while a replay shows only a part of them. */
const retained = new WeakMap<Element, string>();

/** A text of the page by the id of its element. */
export function fullText(id: string): string {
  const element = document.getElementById(id);
  return element ? fullTextOf(element) : '';
}

/** As the server sent it, whatever is shown of it now. */
export function fullTextOf(element: Element): string {
  const text = retained.get(element) ?? element.textContent ?? '';
  retained.set(element, text);
  return text;
}
