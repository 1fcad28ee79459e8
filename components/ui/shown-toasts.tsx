import { toast as sonner } from 'sonner';
import { Kbd } from './kbd';
import { measureToastFloor } from './toast-floor';
import { giveFocusBack, toastsOf } from './toast-focus';
import { fitsHeader, headerHasSpace } from './toast-host';
import { TOAST_KEY } from './toast-key';
import { toastPlaces } from './toast-places';
import { isOfPage, type RaisedToast } from './toast-store';
import { toastTimers } from './toast-timers';

const TONES = { neutral: '', good: 'border-l-2 border-l-good', bad: 'border-l-2 border-l-bad' } as const;

type Id = string | number;

interface ShownToast {
  readonly testId: string;
  /** The path of the page that it goes with; null: it stays when that is left. */
  readonly page: string | null;
  /** It only confirms something: nothing is lost with it. */
  readonly isPlain: boolean;
  /** Too long for the header: it is at the bottom, over the page. */
  readonly isLow: boolean;
  /** Stops to wait for what ends it before its time. */
  readonly stop: (() => void) | undefined;
}

const shown = new Map<Id, ShownToast>();

/** With an action it goes after its time: what it would undo is soon forgotten. */
const timers = toastTimers(isHeld, isSeen, (id) => sonner.dismiss(id));

function isHeld(): boolean {
  return document.hidden || toastsOf('[data-sonner-toast]:is(:hover, :focus-within)').length > 0;
}

/** One that has not been drawn yet will be the front one. */
function isSeen(id: Id): boolean {
  return toastsOf(`[data-testid="${shown.get(id)?.testId}"][data-visible="false"]`).length === 0;
}

let count = 0;

export function showToast(message: RaisedToast): void {
  measureToastFloor();
  const { message: text, action, tone = 'neutral', duration, id: replaced, until } = message;
  const isLow = headerHasSpace() && toastPlaces.getState().length === 0 && !fitsHeader(text, action?.label);
  const testId = `toast-${++count}`;
  if (replaced !== undefined) forget(replaced);
  const id = sonner(text, {
    id: replaced,
    action: action && {
      label: (
        <>
          {action.label}
          <span aria-hidden="true" className="ml-1.5 pointer-coarse:hidden">
            <Kbd keys={TOAST_KEY} />
          </span>
        </>
      ),
      onClick: () => {
        // Sonner reports no end of a toast whose action was pressed. First: the action may show one with the same id.
        forget(id);
        action.onClick();
      },
    },
    duration: action ? Number.POSITIVE_INFINITY : (duration ?? (tone === 'bad' ? 8000 : 4000)),
    className: TONES[tone],
    position: isLow ? 'bottom-center' : undefined,
    testId,
    onDismiss: leave,
    onAutoClose: leave,
  });
  if (action) timers.start(id, duration ?? 20_000);
  const stop = until?.(() => sonner.dismiss(id));
  const page = isOfPage(message) ? message.page : null;
  shown.set(id, { testId, page, isPlain: !action && tone !== 'bad', isLow, stop });
}

/** A toast that closes gives back the focus that it has, and leaves that of another toast alone. */
function leave({ id, testId }: { id: Id; testId?: string }): void {
  forget(id);
  if (document.activeElement?.closest('[data-sonner-toast]')?.getAttribute('data-testid') === testId)
    giveFocusBack();
}

function forget(id: Id): void {
  shown.get(id)?.stop?.();
  shown.delete(id);
  timers.stop(id);
}

function dismiss(goes: (toast: ShownToast) => boolean): void {
  for (const [id, toast] of [...shown]) {
    if (!goes(toast)) continue;
    forget(id);
    sonner.dismiss(id);
  }
}

/** @param except toasts of the page with this path stay: it is where the user is now */
export function dismissOfPage(except?: string): void {
  dismiss(({ page }) => page !== null && page !== except);
}

/** Of those of the page, what lies over it. */
export function dismissOverPage(): void {
  const areAtTop = headerHasSpace();
  dismiss(({ page, isLow }) => page !== null && (isLow || !areAtTop));
}

/** What somebody was only told. */
export function dismissPlain(): void {
  dismiss(({ isPlain }) => isPlain);
}

/** Of these toasts, the one that was shown last. */
export function newestOf<Toast extends { readonly dataset: DOMStringMap }>(
  toasts: readonly Toast[],
): Toast | null {
  const numberOf = ({ dataset }: Toast) => Number(dataset.testid?.replace('toast-', ''));
  return toasts.reduce<Toast | null>(
    (newest, toast) => (newest && numberOf(newest) > numberOf(toast) ? newest : toast),
    null,
  );
}
