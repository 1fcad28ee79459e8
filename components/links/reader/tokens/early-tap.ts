/** The last tap on a text while its tokens are on their way: they answer it once they listen. */
export interface EarlyTap {
  /** @param section the output that was tapped */
  note(section: Element, at: Pick<MouseEvent, 'clientX' | 'clientY'>): void;
  /** The tokens of an output listen: presses what was tapped in it. `container`: its text. */
  answer(section: Element, container: Element): void;
}

export function createEarlyTap(): EarlyTap {
  const listening = new WeakSet<Element>();
  let last: { readonly section: Element; readonly x: number; readonly y: number } | null = null;
  return {
    note(section, { clientX, clientY }) {
      if (listening.has(section)) return;
      const { left, top } = section.getBoundingClientRect();
      // Within the output: it may have been scrolled by the time of the answer.
      last = { section, x: clientX - left, y: clientY - top };
    },
    answer(section, container) {
      listening.add(section);
      if (last?.section !== section) return;
      const { left, top } = section.getBoundingClientRect();
      const [clientX, clientY] = [left + last.x, top + last.y];
      last = null;
      if (!container.contains(document.elementFromPoint(clientX, clientY))) return;
      container.dispatchEvent(new MouseEvent('click', { clientX, clientY }));
    },
  };
}
