import { copyExactly } from '@/components/runs/exact-copy';
import type { DrawnText } from '@/components/runs/paint-visible';
import { createTextView, type TextView } from '@/components/runs/text-view';
import { createEvent } from '@/lib/platform/client/event';
import { fullTextOf } from './full-text';

/** An output of the page that a script controls: it can be shown in part, and its tokens can be found. */
export interface ShownText extends DrawnText {
  readonly view: TextView;
  readonly index: number;
  readonly full: string;
  /** @param length UTF-16 units from its beginning */
  showUpTo(length: number): void;
}

const taken = new WeakMap<Element, ShownText>();

/** Every output that has a text, in page order. */
export function shownTexts(): ShownText[] {
  return [...document.querySelectorAll<HTMLElement>('[data-output]')].flatMap((section) => {
    const container = section.querySelector<HTMLElement>('.run-text');
    return container ? [taken.get(container) ?? take(section, container)] : [];
  });
}

/** From here on the text is drawn by hand; React rendered it on the server and does not touch it again. */
function take(section: HTMLElement, container: HTMLElement): ShownText {
  const full = fullTextOf(container);
  const view = createTextView(container);
  const { emit, listen } = createEvent();
  view.append(full);
  copyExactly(container, view, () => full.slice(0, view.length));
  const shown: ShownText = {
    index: Number(section.dataset.output),
    full,
    // As high as the text; it takes the focus.
    scroller: section,
    container,
    view,
    showUpTo(length) {
      if (length === view.length) return;
      if (length > view.length) view.append(full.slice(view.length, length));
      else view.replace(full.slice(0, length));
      emit();
    },
    onChange: listen,
  };
  taken.set(container, shown);
  return shown;
}
