import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import {
  CONNECTION_KINDS,
  type Connection,
  type ConnectionKind,
  type CreateConnection,
  keyHeaderOf,
  type UpdateConnection,
} from '@/lib/connections/model/connections';
import type { FoundServer } from '@/lib/connections/model/found-servers';
import { tidyAddress } from '@/lib/connections/model/tidy-address';
import {
  changedHeaders,
  enteredHeaders,
  givenHeaders,
  type HeaderDraft,
  keepsValue,
  storedHeaders,
} from './header-draft';

/** The form's values while it is filled in. */
export interface ConnectionDraft {
  readonly kind: ConnectionKind;
  readonly name: string;
  readonly baseUrl: string;
  /** Empty: none entered. */
  readonly key: string;
  /** The stored key will be removed. */
  readonly removeKey: boolean;
  readonly headers: readonly HeaderDraft[];
  readonly isDefault: boolean;
  /** As typed; empty: not limited. */
  readonly runsAtOnce: string;
}

const KINDS = Object.keys(CONNECTION_KINDS).filter(isKind);

/** The kinds in the order in which they are offered: by where the server runs; any server first. */
export const KIND_GROUPS: readonly { readonly label: string; readonly kinds: readonly ConnectionKind[] }[] = [
  { label: 'Any server', kinds: ['custom'] },
  { label: 'Hosted', kinds: KINDS.filter((kind) => kind !== 'custom' && !isLocal(kind)) },
  { label: 'On your own computer', kinds: KINDS.filter(isLocal) },
];

function isLocal(kind: ConnectionKind): boolean {
  return CONNECTION_KINDS[kind].baseUrl.startsWith('http://127.0.0.1:');
}

/** `11434 (Ollama)`: a port, and whose it usually is. */
export function portLabel(port: number): string {
  const names = KINDS.filter((kind) =>
    CONNECTION_KINDS[kind].baseUrl.startsWith(`http://127.0.0.1:${port}/`),
  );
  const labels = names.map((kind) => CONNECTION_KINDS[kind].label);
  return labels.length === 0 ? String(port) : `${port} (${labels.join(', ')})`;
}

export function isKind(kind: string): kind is ConnectionKind {
  return Object.hasOwn(CONNECTION_KINDS, kind);
}

/** Nobody has chosen between connections yet: the first real one takes over from the practice model. */
export function hasOnlyPractice(connections: readonly Pick<Connection, 'id'>[]): boolean {
  return connections.every(({ id }) => id === PRACTICE_CONNECTION_ID);
}

/** An empty form for a starting point, with what is known and a name that is still free. */
export function startDraft(
  kind: ConnectionKind,
  taken: readonly string[],
  known: Partial<ConnectionDraft> = {},
): ConnectionDraft {
  const baseUrl = known.baseUrl ?? CONNECTION_KINDS[kind].baseUrl;
  return {
    name: suggestedName(kind, baseUrl, taken),
    key: '',
    removeKey: false,
    headers: [],
    isDefault: false,
    runsAtOnce: '',
    ...known,
    kind,
    baseUrl,
  };
}

/** A header of pasted code; null: its value is not in the code. */
interface GivenHeader {
  readonly name: string;
  readonly value: string | null;
}

/** What pasted code says about a new connection to its address. A header that holds the key takes it from its field. */
export function connectionToAddress(
  baseUrl: string,
  key: string | null,
  headers: readonly GivenHeader[] = [],
): Partial<ConnectionDraft> {
  const host = hostOf(baseUrl);
  const named = (kind: ConnectionKind) =>
    kind === 'azure' ? AZURE_HOST.test(host) : host !== '' && hostOf(CONNECTION_KINDS[kind].baseUrl) === host;
  const kind = KINDS.find(named) ?? 'custom';
  const extra = headers.filter(({ name }) => key === null || name.toLowerCase() !== keyHeaderOf(kind));
  const isElsewhere = extra.some(({ value }) => value === key);
  return {
    kind,
    baseUrl,
    key: isElsewhere ? '' : (key ?? ''),
    ...(extra.length === 0 ? {} : { headers: givenHeaders(extra) }),
  };
}

/** Headers of pasted code that a connection does not send: the key it has is its own. */
export function missingHeaders<Found extends Pick<GivenHeader, 'name'>>(
  { headerNames, hasKey, kind }: Connection,
  found: readonly Found[],
): Found[] {
  const known = new Set(headerNames.map((name) => name.toLowerCase()));
  if (hasKey) known.add(keyHeaderOf(kind));
  return found.filter(({ name }) => !known.has(name.toLowerCase()));
}

/** A stored connection with headers of pasted code. */
export function withHeaders(stored: Connection, headers: readonly GivenHeader[]): Partial<ConnectionDraft> {
  const missing = missingHeaders(stored, headers);
  return { headers: [...storedHeaders(stored.headerNames), ...givenHeaders(missing)] };
}

/** What is known about a server that was found on this machine. */
export function connectionToFound({
  kind,
  baseUrl,
}: Pick<FoundServer, 'kind' | 'baseUrl'>): Pick<ConnectionDraft, 'kind' | 'baseUrl'> {
  return { kind, baseUrl };
}

/** Every resource has a host of its own, which Microsoft names in one of these ways. */
const AZURE_HOST = /\.(openai|cognitiveservices|services\.ai)\.azure\.com$/;

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : '';
}

export function draftOf(connection: Connection): ConnectionDraft {
  return {
    kind: isKind(connection.kind) ? connection.kind : 'custom',
    name: connection.name,
    baseUrl: connection.baseUrl,
    key: '',
    removeKey: false,
    headers: storedHeaders(connection.headerNames),
    isDefault: connection.isDefault,
    runsAtOnce: String(connection.runsAtOnce ?? ''),
  };
}

/** Changes the starting point; fields that the user typed stay. */
export function changeKind(
  draft: ConnectionDraft,
  kind: ConnectionKind,
  taken: readonly string[],
): ConnectionDraft {
  const before = CONNECTION_KINDS[draft.kind];
  const typedAddress = draft.baseUrl.trim() !== '' && draft.baseUrl !== before.baseUrl;
  const baseUrl = typedAddress ? draft.baseUrl : CONNECTION_KINDS[kind].baseUrl;
  return {
    ...draft,
    kind,
    baseUrl,
    name: hasTypedName(draft) ? draft.name : suggestedName(kind, baseUrl, taken),
  };
}

/**
 * Changes the address; a name that nobody typed follows it, also that of a stored connection.
 * @param taken names of other connections
 */
export function changeAddress(
  draft: ConnectionDraft,
  baseUrl: string,
  taken: readonly string[],
): ConnectionDraft {
  const name = hasTypedName(draft) ? draft.name : suggestedName(draft.kind, baseUrl, taken);
  return { ...draft, baseUrl, name };
}

/** Not the suggested one, with or without a number: which numbers are free may have changed since. */
function hasTypedName({ kind, name, baseUrl }: ConnectionDraft): boolean {
  const plain = plainName(kind, baseUrl);
  const isSuggested = name.startsWith(plain) && /^( \d+)?$/.test(name.slice(plain.length));
  return name.trim() !== '' && !isSuggested;
}

/** What is sent to create it. Without a typed name it gets the one that the form would suggest. */
export function createBody(draft: ConnectionDraft, taken: readonly string[]): CreateConnection {
  const key = draft.key.trim();
  const headers = enteredHeaders(draft.headers);
  const runsAtOnce = readRunsAtOnce(draft);
  return {
    name: draft.name.trim() || suggestedName(draft.kind, draft.baseUrl, taken),
    kind: draft.kind,
    baseUrl: draft.baseUrl.trim(),
    isDefault: draft.isDefault,
    ...(key === '' ? {} : { key }),
    ...(headers.length === 0 ? {} : { headers }),
    ...(runsAtOnce === null ? {} : { runsAtOnce }),
  };
}

/** NaN, which is then refused: it is not a whole number. */
function readRunsAtOnce({ runsAtOnce }: ConnectionDraft): number | null {
  const text = runsAtOnce.trim();
  if (text === '') return null;
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}

/** Only the fields that differ from the stored connection. */
export function updateBody(draft: ConnectionDraft, stored: Connection): UpdateConnection {
  const key = draft.key.trim();
  const headers = changedHeaders(draft.headers, stored.headerNames);
  const runsAtOnce = readRunsAtOnce(draft);
  return {
    ...(draft.name.trim() === stored.name ? {} : { name: draft.name.trim() }),
    ...(draft.baseUrl.trim() === stored.baseUrl ? {} : { baseUrl: draft.baseUrl.trim() }),
    ...(draft.isDefault === stored.isDefault ? {} : { isDefault: draft.isDefault }),
    ...(runsAtOnce === stored.runsAtOnce ? {} : { runsAtOnce }),
    ...(key !== '' ? { key } : draft.removeKey ? { key: null } : {}),
    ...(headers === undefined ? {} : { headers }),
  };
}

/**
 * How a stored connection can be tested with what is in the form: as it is stored, as entered, or not before it is
 * saved, because stored secrets, which the page does not have, would go with the changes.
 */
export function testableAs(draft: ConnectionDraft, stored: Connection): 'stored' | 'entered' | 'nothing' {
  const { baseUrl, key, headers } = updateBody(draft, stored);
  if (baseUrl === undefined && key === undefined && headers === undefined) return 'stored';
  const keepsKey = stored.hasKey && !draft.removeKey && draft.key.trim() === '';
  const keeps = keepsKey || draft.headers.some(keepsValue);
  // Nothing that is stored is sent to another server, so it is tested without.
  return keeps && originChange(draft, stored) === null ? 'nothing' : 'entered';
}

/** The stored key's origin and the different origin of the new address; null while they are the same. */
export function originChange(
  draft: ConnectionDraft,
  stored: Connection,
): { from: string; to: string } | null {
  const from = originOf(stored.baseUrl);
  const to = originOf(draft.baseUrl);
  return from !== null && to !== null && from !== to ? { from, to } : null;
}

function originOf(address: string): string | null {
  const trimmed = address.trim();
  return URL.canParse(trimmed) ? new URL(trimmed).origin : null;
}

/** The kind's name, or the host of an address of no known kind. */
function plainName(kind: ConnectionKind, baseUrl: string): string {
  return kind === 'custom'
    ? hostOf(tidyAddress(baseUrl).address).slice(0, MAX_HOST)
    : CONNECTION_KINDS[kind].label.replace(/ \(.*$/, '');
}

/** With a number where it is taken. */
function suggestedName(kind: ConnectionKind, baseUrl: string, taken: readonly string[]): string {
  const name = plainName(kind, baseUrl);
  if (name === '') return '';
  const used = new Set(taken.map((other) => other.toLowerCase()));
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name} ${number}`;
    if (!used.has(candidate.toLowerCase())) return candidate;
  }
}

/** A name has at most 80 characters, some of them for a number. */
const MAX_HOST = 70;
