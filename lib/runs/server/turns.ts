/** Things that wait in turns: each owner has groups, each group is first in, first out. */
export interface Turns<Item> {
  readonly size: number;
  add(item: Item, owner: string, group: string): void;
  remove(item: Item): void;
  isWaiting(owner: string, group: string): boolean;
  of(owner: string): Item[];
  all(): Item[];
  /**
   * Offers a turn to the first of each group, owner by owner, until nobody takes one. `take` returns whether it
   * did (and then has removed the item); its owner and its group are last from then on.
   */
  giveWhile(take: (item: Item) => boolean): void;
}

export function createTurns<Item>(): Turns<Item> {
  /** Maps keep their order: the first is next. */
  const owners = new Map<string, Map<string, Set<Item>>>();
  const places = new Map<Item, { owner: string; group: string }>();

  function remove(item: Item): void {
    const place = places.get(item);
    if (place === undefined) return;
    places.delete(item);
    const groups = owners.get(place.owner);
    const items = groups?.get(place.group);
    items?.delete(item);
    if (items?.size === 0) groups?.delete(place.group);
    if (groups?.size === 0) owners.delete(place.owner);
  }

  /** The one who took the turn. */
  function next(take: (item: Item) => boolean): { owner: string; group: string } | null {
    for (const [owner, groups] of [...owners]) {
      for (const [group, items] of [...groups]) {
        const [first] = items;
        if (first !== undefined && take(first)) return { owner, group };
      }
    }
    return null;
  }

  return {
    get size() {
      return places.size;
    },
    add(item, owner, group) {
      const groups = owners.get(owner) ?? new Map<string, Set<Item>>();
      const items = groups.get(group) ?? new Set<Item>();
      owners.set(owner, groups);
      groups.set(group, items.add(item));
      places.set(item, { owner, group });
    },
    remove,
    isWaiting: (owner, group) => owners.get(owner)?.has(group) ?? false,
    of: (owner) => [...(owners.get(owner)?.values() ?? [])].flatMap((items) => [...items]),
    all: () => [...places.keys()],
    giveWhile(take) {
      for (let taken = next(take); taken !== null; taken = next(take)) {
        const groups = owners.get(taken.owner);
        if (groups === undefined) continue;
        moveToEnd(owners, taken.owner);
        moveToEnd(groups, taken.group);
      }
    },
  };
}

function moveToEnd<Value>(map: Map<string, Value>, key: string): void {
  const value = map.get(key);
  if (value === undefined) return;
  map.delete(key);
  map.set(key, value);
}
