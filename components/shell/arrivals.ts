/** The page that is known already: there, the focus only comes back to it, as from a dialog. */
let arrived = location.pathname;

// From the first focus by keyboard on, one that falls to a new page as a whole goes on to its aim.
document.addEventListener('focusin', goOn);

function goOn({ target, relatedTarget }: FocusEvent): void {
  if (location.pathname === arrived) return;
  arrived = location.pathname;
  if (!(target instanceof HTMLElement) || target.id !== 'main' || !target.matches(':focus-visible')) return;
  // "Skip to content" leads to the page itself.
  if (relatedTarget instanceof Element && relatedTarget.matches('[href^="#"]')) return;
  focusAim(target);
}

let stopLast = () => {};

/**
 * Focuses the aim of the page as soon as it is there, unless something else is done first.
 * @param pressed the link that led to it; null afterwards. A redirect changes the path once more: it is still the same
 *   press then
 */
export function arriveFrom(pressed: { current: Element | null }): void {
  stopLast();
  const link = pressed.current;
  if (!link) return;
  const isWaiting = () => {
    const { activeElement } = document;
    return activeElement === link || activeElement === document.body || activeElement?.id === 'main';
  };
  const stop = () => {
    changes.disconnect();
    for (const type of ACTS) document.removeEventListener(type, end, true);
  };
  const end = () => {
    stop();
    pressed.current = null;
  };
  const attempt = () => {
    const main = document.getElementById('main');
    const isReady = main !== null && main.getAttribute('aria-busy') !== 'true';
    if (!isWaiting() || (isReady && focusAim(main))) end();
  };
  const changes = new MutationObserver(attempt);
  changes.observe(document.body, { childList: true, subtree: true });
  for (const type of ACTS) document.addEventListener(type, end, true);
  stopLast = stop;
  attempt();
}

const ACTS = ['keydown', 'pointerdown'] as const;

/** False: there is none yet. */
function focusAim(main: HTMLElement): boolean {
  const aim = [...main.querySelectorAll<HTMLElement>('[data-arrival], h1')].find(
    // A title may be for screen readers alone, and would show no focus.
    ({ offsetWidth }) => offsetWidth > 1,
  );
  if (!aim) return false;
  if (aim.tabIndex < 0) aim.tabIndex = -1;
  aim.focus({ preventScroll: true });
  return true;
}
