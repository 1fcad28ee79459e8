/** The full texts of the page, while a replay shows only a part of them. */
const retained = new WeakMap<Element, string>();

/** A text of the page by the id of its element. */
export function fullText(id: string): string {
  const element = document.getElementById(id);
  return element ? fullTextOf(element) : '';
}

/** The text as the server sent it, however much of it is shown now. */
export function fullTextOf(element: Element): string {
  const text = retained.get(element) ?? element.textContent ?? '';
  retained.set(element, text);
  return text;
}
