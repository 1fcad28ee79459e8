/** What was made of something that never changes, for whoever asks for it soon again. */
export interface Kept<Value> {
  /** Made once, however many ask at the same time. A failure is not kept. */
  get(id: string, make: () => Promise<Value>): Promise<Value>;
  forget(id: string): void;
}

export interface KeptOptions<Value> {
  readonly sizeOf: (value: Value) => number;
  /** Sizes of all together; a larger one is handed out and not kept. What was asked for longest ago goes first. */
  readonly most: number;
  readonly forMs: number;
}

interface Entry<Value> {
  readonly value: Promise<Value>;
  /** 0 until it is made. */
  size: number;
  timer: NodeJS.Timeout | undefined;
}

export function createKept<Value>({ sizeOf, most, forMs }: KeptOptions<Value>): Kept<Value> {
  const entries = new Map<string, Entry<Value>>();
  let total = 0;

  function forget(id: string): void {
    const entry = entries.get(id);
    if (entry === undefined) return;
    clearTimeout(entry.timer);
    entries.delete(id);
    total -= entry.size;
  }

  function made(id: string, entry: Entry<Value>, size: number): void {
    if (entries.get(id) !== entry) return;
    if (size > most) {
      forget(id);
      return;
    }
    entry.size = size;
    total += size;
    entry.timer = setTimeout(() => forget(id), forMs).unref();
    for (const [oldest, { size: held }] of entries) {
      if (total <= most) return;
      if (held > 0) forget(oldest);
    }
  }

  return {
    get(id, make) {
      const known = entries.get(id);
      if (known !== undefined) {
        entries.delete(id);
        entries.set(id, known);
        return known.value;
      }
      const entry: Entry<Value> = { value: make(), size: 0, timer: undefined };
      entries.set(id, entry);
      entry.value.then(
        (value) => made(id, entry, sizeOf(value)),
        () => entries.get(id) === entry && forget(id),
      );
      return entry.value;
    },
    forget,
  };
}
