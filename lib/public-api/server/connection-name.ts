import type { Connection } from '@/lib/connections/model/connections';

/** The connection that an `X-Connection` header names: by id, by name, or by name in any case. */
export function namedConnection(connections: readonly Connection[], header: string): Connection | undefined {
  const text = decodeHeader(header);
  return (
    connections.find(({ id }) => id === text) ??
    connections.find(({ name }) => name === text) ??
    connections.find(({ name }) => name.toLowerCase() === text.toLowerCase())
  );
}

/** What names this connection to a call: its name, or its id where the name leads to another one. */
export function callName(connections: readonly Connection[], { id, name }: Connection): string {
  return namedConnection(connections, headerValue(name))?.id === id ? name : id;
}

/** Headers carry ASCII; a name with other characters is sent percent-encoded. */
export function headerValue(name: string): string {
  return /^[\x20-\x24\x26-\x7e]*$/.test(name) ? name : encodeURIComponent(name);
}

export function decodeHeader(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
