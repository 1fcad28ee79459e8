'use client';

/** How many earlier elements the focus can return to. */
const REMEMBERED = 8;

const FOCUSABLE =
  'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex="-1"])';

/** A tab is chosen as soon as it has the focus. */
const CHOSEN_BY_FOCUS = '[role=tab]:not([aria-selected=true]), [role=radio]:not([aria-checked=true])';

/** Where a focused element was: the element, and its ancestors with the index of the branch in each. */
interface Stand {
  readonly element: HTMLElement;
  readonly main: Element | null;
  readonly around: readonly { readonly parent: Element; readonly index: number }[];
}

/**
 * Keeps the focus from falling to the body when the focused element goes away: a row that is deleted, a
 * button that becomes another one, a layer that closes. It moves to what replaced the element, else to
 * something near, else to the start of the page's content. Screens that know better set the focus themselves;
 * this runs after them.
 */
export function keepFocus(document: Document): void {
  const stands: Stand[] = [];
  let waiting = false;
  let keyIsDown = false;

  const note = (element: Element | null) => {
    if (!(element instanceof HTMLElement) || element === document.body) return;
    const known = stands.findIndex((stand) => stand.element === element);
    if (known >= 0) stands.splice(known, 1);
    stands.unshift(standOf(element));
    stands.length = Math.min(stands.length, REMEMBERED);
  };

  const move = () => {
    waiting = false;
    const [last] = stands;
    if (!last || !hasNoFocus(document) || canTake(last.element)) return;
    findNext(document, stands)?.focus({ preventScroll: true });
  };

  const look = () => {
    const [last] = stands;
    if (waiting || !last || canTake(last.element)) return;
    waiting = true;
    // After the frame, so that effects and layers that restore the focus themselves come first.
    requestAnimationFrame(() => setTimeout(() => !keyIsDown && move()));
  };

  const left = () => {
    // A click on an empty area removes the focus deliberately. If the element were remembered, the focus
    // would return much later, when the element goes away.
    if (hasNoFocus(document) && document.hasFocus() && stands[0] && canTake(stands[0].element))
      stands.length = 0;
    else look();
  };

  note(document.activeElement);
  document.addEventListener('focusin', ({ target }) => note(target instanceof Element ? target : null), true);
  // A hidden element loses the focus with a blur event.
  document.addEventListener('focusout', () => setTimeout(left), true);
  // A held key repeats itself: it must not activate the element that has just got the focus.
  const onKeyDown = () => {
    keyIsDown = true;
  };
  const onKeyUp = () => {
    keyIsDown = false;
    if (waiting) setTimeout(move);
  };
  document.addEventListener('keydown', onKeyDown, true);
  document.addEventListener('keyup', onKeyUp, true);
  // The key's release then goes to another window.
  addEventListener('blur', onKeyUp);
  // A removed or disabled element loses the focus without an event.
  new MutationObserver(() => {
    const element = stands[0]?.element;
    if (element && (!element.isConnected || element.matches(':disabled'))) look();
  }).observe(document.body, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['disabled'],
  });
}

function standOf(element: HTMLElement): Stand {
  const around: { parent: Element; index: number }[] = [];
  let child: Element = element;
  for (
    let parent = child.parentElement;
    parent && parent !== element.ownerDocument.body;
    parent = parent.parentElement
  ) {
    around.push({ parent, index: Array.prototype.indexOf.call(parent.children, child) });
    child = parent;
  }
  return { element, around, main: element.closest('main') };
}

function hasNoFocus({ activeElement, body }: Document): boolean {
  return activeElement === null || activeElement === body;
}

function canTake(element: HTMLElement): boolean {
  return (
    element.isConnected &&
    !element.matches(':disabled') &&
    element.closest('[inert]') === null &&
    // Missing in browsers before 2024: hidden elements then count as visible.
    (element.checkVisibility?.({ visibilityProperty: true }) ?? true)
  );
}

function findNext(document: Document, stands: readonly Stand[]): HTMLElement | null {
  const main = document.querySelector<HTMLElement>('main');
  for (const stand of stands) {
    if (canTake(stand.element)) return stand.element;
    // Another page has loaded: continue at its content.
    if (stand.main && !stand.main.isConnected && main) break;
    for (const { parent, index } of stand.around) {
      const near = parent.isConnected ? nearest(parent, index) : null;
      if (near) return near;
    }
  }
  if (main && !main.hasAttribute('tabindex')) main.tabIndex = -1;
  return main;
}

/** The first focusable element in or after the child at this index, or else the last before it. */
function nearest(parent: Element, index: number): HTMLElement | null {
  const all = [...parent.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (element) => canTake(element) && !element.matches(CHOSEN_BY_FOCUS),
  );
  const child = parent.children[index];
  const after = all.find(
    (element) =>
      child && (child.contains(element) || isAfter(child, element)) && !wouldRaiseKeyboard(element),
  );
  if (after) return after;
  return all.filter((element) => !wouldRaiseKeyboard(element)).at(-1) ?? null;
}

function isAfter(child: Element, element: Element): boolean {
  return (child.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}

/** On a touch screen, focusing a field opens a keyboard over half of the screen. */
function wouldRaiseKeyboard(element: HTMLElement): boolean {
  return element.matches('input, textarea') && matchMedia('(pointer: coarse)').matches;
}
