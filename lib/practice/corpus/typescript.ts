/** TypeScript: small functions and types with the same turns in many places. */
export const TYPESCRIPT: readonly string[] = [
  `export interface User {
  id: string;
  name: string;
  email: string;
  createdAt: Date;
}

export function findUser(users: User[], id: string): User | undefined {
  return users.find((user) => user.id === id);
}

export function sortByName(users: User[]): User[] {
  return [...users].sort((a, b) => a.name.localeCompare(b.name));
}

export function groupByFirstLetter(users: User[]): Map<string, User[]> {
  const groups = new Map<string, User[]>();
  for (const user of users) {
    const letter = user.name.charAt(0).toUpperCase();
    const group = groups.get(letter) ?? [];
    group.push(user);
    groups.set(letter, group);
  }
  return groups;
}`,
  `export interface Item {
  name: string;
  price: number;
  count: number;
}

export function total(items: Item[]): number {
  return items.reduce((sum, item) => sum + item.price * item.count, 0);
}

export function cheapest(items: Item[]): Item | undefined {
  let result: Item | undefined;
  for (const item of items) {
    if (result === undefined || item.price < result.price) {
      result = item;
    }
  }
  return result;
}

export function withoutEmpty(items: Item[]): Item[] {
  return items.filter((item) => item.count > 0);
}`,
  `export function debounce(callback: () => void, delay: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(callback, delay);
  };
}

export function sleep(delay: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, delay);
  });
}

export async function retry<T>(task: () => Promise<T>, attempts: number): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await task();
    } catch (error) {
      if (attempt === attempts) {
        throw error;
      }
      await sleep(100 * 2 ** attempt);
    }
  }
}`,
  `export async function fetchJson<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error('The server answered ' + response.status);
  }
  return (await response.json()) as T;
}

export async function loadUser(id: string): Promise<User> {
  return fetchJson<User>('/api/users/' + id);
}

export async function saveUser(user: User): Promise<void> {
  const response = await fetch('/api/users/' + user.id, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(user),
  });
  if (!response.ok) {
    throw new Error('The server answered ' + response.status);
  }
}`,
  `export function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}

export function sum(values: number[]): number {
  return values.reduce((result, value) => result + value, 0);
}

export function mean(values: number[]): number {
  if (values.length === 0) {
    return 0;
  }
  return sum(values) / values.length;
}

export function range(start: number, end: number): number[] {
  const values: number[] = [];
  for (let value = start; value < end; value += 1) {
    values.push(value);
  }
  return values;
}

export function unique<T>(values: T[]): T[] {
  return [...new Set(values)];
}`,
  `export class Counter {
  private readonly counts = new Map<string, number>();

  add(key: string): number {
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    return count;
  }

  get(key: string): number {
    return this.counts.get(key) ?? 0;
  }

  entries(): [string, number][] {
    return [...this.counts.entries()].sort((a, b) => b[1] - a[1]);
  }
}

export function countWords(text: string): Counter {
  const counter = new Counter();
  for (const word of text.toLowerCase().split(' ')) {
    counter.add(word);
  }
  return counter;
}`,
  `import { useEffect, useState } from 'react';

interface ClockProps {
  name: string;
}

export function Clock({ name }: ClockProps) {
  const [now, setNow] = useState(new Date());

  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 1000);
    return () => clearInterval(timer);
  }, []);

  return (
    <section>
      <h2>{name}</h2>
      <p>{now.toLocaleTimeString()}</p>
    </section>
  );
}`,
  `import { useState } from 'react';

interface CounterProps {
  start: number;
}

export function CounterButton({ start }: CounterProps) {
  const [count, setCount] = useState(start);

  return (
    <button type="button" onClick={() => setCount(count + 1)}>
      {count}
    </button>
  );
}

interface ListProps {
  items: string[];
}

export function List({ items }: ListProps) {
  if (items.length === 0) {
    return <p>There is nothing here yet.</p>;
  }
  return (
    <ul>
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}`,
  `type Listener<T> = (value: T) => void;

export class Emitter<T> {
  private readonly listeners = new Set<Listener<T>>();

  subscribe(listener: Listener<T>): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  emit(value: T): void {
    for (const listener of this.listeners) {
      listener(value);
    }
  }
}

export function createStore<T>(initial: T) {
  let state = initial;
  const emitter = new Emitter<T>();
  return {
    get: () => state,
    set: (value: T) => {
      state = value;
      emitter.emit(state);
    },
    subscribe: (listener: Listener<T>) => emitter.subscribe(listener),
  };
}`,
];
