/** Lists that come one after another: in the order in which they came, so that none pushes another away. */

/** How many servers are asked at once. */
export const MAX_AT_ONCE = 3;
/** Milliseconds for which a server that gave no list is not asked again, where its models are only offered besides. */
const FAILURE_HOLDS = 60_000;

/** The ids that have arrived, with those that have since at the end; the same array where none has. */
export function withArrivals(
  arrived: readonly string[],
  ids: readonly string[],
  isThere: (id: string) => boolean,
): readonly string[] {
  const more = ids.filter((id) => !arrived.includes(id) && isThere(id));
  return more.length === 0 ? arrived : [...arrived, ...more];
}

/** Those that have arrived, in that order, and below them those that are still to come. */
export function inOrderOfArrival<Item extends { readonly id: string }>(
  items: readonly Item[],
  arrived: readonly string[],
): Item[] {
  const placeOf = ({ id }: Item) => {
    const place = arrived.indexOf(id);
    return place < 0 ? arrived.length : place;
  };
  return items.toSorted((one, other) => placeOf(one) - placeOf(other));
}

/** Whose turn it is: of those that are still to be asked, the first few. */
export function inTurn(ids: readonly string[], isDone: (id: string) => boolean): ReadonlySet<string> {
  return new Set(ids.filter((id) => !isDone(id)).slice(0, MAX_AT_ONCE));
}

/** What is known of a list, as the query library keeps it; times are milliseconds since 1970. */
interface ListState {
  readonly status: 'pending' | 'error' | 'success';
  readonly dataUpdatedAt: number;
  readonly errorUpdatedAt: number;
}

/**
 * Whether a server need not be asked: it has answered, or refused a short while ago.
 * @param now when the lists were opened: what comes later is settled, too
 * @param freshMs for how long an answer holds
 */
export function isSettled(state: ListState | undefined, now: number, freshMs: number): boolean {
  if (state?.status === 'success') return now - state.dataUpdatedAt < freshMs;
  return state?.status === 'error' && now - state.errorUpdatedAt < FAILURE_HOLDS;
}
