import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { transportError } from '@/lib/protocol/errors/upstream-error';
import type { RunError } from '@/lib/protocol/run/run-events';
import { trimSignsEnd } from '@/lib/protocol/text/trim-signs';
import { type AddressClass, classifyAddress } from './address-ranges';

/** Where connections may go. */
export interface AddressPolicy {
  /** This machine and its network, and plain http, are allowed too. Cloud metadata never is. */
  readonly allowPrivate: boolean;
}

export interface CheckedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** All addresses of a name, in the resolver's order. Rejects with Node's DNS error codes. */
export type Resolve = (hostname: string) => Promise<readonly { address: string; family: number }[]>;

export type AddressVerdict =
  | {
      readonly ok: true;
      /** Name or address without brackets, as it goes into the connection. */
      readonly hostname: string;
      /** The only addresses to connect to: another look-up could answer differently. */
      readonly addresses: readonly CheckedAddress[];
    }
  | { readonly ok: false; readonly error: RunError };

/** Names that only exist in private networks: refused without asking a resolver. */
const INSIDE_NAMES =
  /(^|\.)(localhost|local|internal|intranet|lan|home|corp|private|localdomain|home\.arpa)$/;
const METADATA_NAMES =
  /^(metadata\.google\.internal|metadata\.goog|instance-data(\.ec2\.internal)?|metadata)$/;

const resolveAll: Resolve = (hostname) => lookup(hostname, { all: true, order: 'verbatim' });

/**
 * Checks an address without a look-up: its scheme, and its host if that is an IP address or a name that only
 * exists in private networks. Null when there is no objection so far. For the moment when a connection is
 * saved.
 */
export function refuseUrl(value: string | URL, policy: AddressPolicy): RunError | null {
  const url = parseUrl(value);
  if (url === null) return refused("The address isn't a full URL.", 'url');
  const scheme = refuseScheme(url, policy);
  if (scheme !== null) return scheme;
  const hostname = hostnameOf(url);
  return isIP(hostname) === 0 ? refuseName(hostname, policy) : refuseAddresses(hostname, [hostname], policy);
}

/**
 * Decides whether a connection to `value` may be made, with ONE look-up of its name. Every address of the
 * name must be allowed: one bad one refuses them all, since we cannot promise which of them is used.
 */
export async function checkAddress(
  value: string | URL,
  policy: AddressPolicy,
  resolve: Resolve = resolveAll,
): Promise<AddressVerdict> {
  const early = refuseUrl(value, policy);
  const url = parseUrl(value);
  if (early !== null || url === null) {
    return { ok: false, error: early ?? refused("The address isn't a full URL.", 'url') };
  }
  const hostname = hostnameOf(url);
  const version = isIP(hostname);
  if (version !== 0) {
    return { ok: true, hostname, addresses: [{ address: hostname, family: version === 4 ? 4 : 6 }] };
  }
  let found: Awaited<ReturnType<Resolve>>;
  try {
    found = await resolve(hostname);
  } catch (error) {
    return { ok: false, error: lookupError(hostname, error) };
  }
  if (found.length === 0) return { ok: false, error: lookupError(hostname, { code: 'ENODATA' }) };
  const bad = refuseAddresses(
    hostname,
    found.map(({ address }) => address),
    policy,
  );
  if (bad !== null) return { ok: false, error: bad };
  const addresses = found.map(({ address }) => ({ address, family: isIP(address) === 4 ? 4 : 6 }) as const);
  return { ok: true, hostname, addresses };
}

function refuseScheme(url: URL, policy: AddressPolicy): RunError | null {
  if (url.username !== '' || url.password !== '') {
    return refused('The address contains a user name or password.', 'credentials');
  }
  if (url.protocol === 'https:' || (url.protocol === 'http:' && policy.allowPrivate)) return null;
  if (url.protocol === 'http:') {
    return refused('The playground only connects over https.', 'scheme');
  }
  return refused(`The playground doesn't support ${url.protocol.replace(':', '')}.`, 'scheme');
}

function refuseName(hostname: string, policy: AddressPolicy): RunError | null {
  if (METADATA_NAMES.test(hostname)) return refuseClass(hostname, 'never');
  if (policy.allowPrivate) return null;
  // A name without a dot is looked up in the local domain.
  const inside = !hostname.includes('.') || INSIDE_NAMES.test(hostname);
  return inside ? refuseClass(hostname, 'private') : null;
}

function refuseAddresses(
  hostname: string,
  addresses: readonly string[],
  policy: AddressPolicy,
): RunError | null {
  for (const address of addresses) {
    const found = classifyAddress(address);
    if (found === 'never' || (found === 'private' && !policy.allowPrivate)) {
      return refuseClass(hostname, found);
    }
  }
  return null;
}

/** The refused address itself is not shown: names that resolve to private addresses would map the network. */
function refuseClass(hostname: string, found: AddressClass): RunError {
  return found === 'private'
    ? refused(
        `${hostname} is on a private network. The playground only connects to public addresses ` +
          '(set ALLOW_PRIVATE_UPSTREAMS=1 to allow private ones).',
        'private',
      )
    : refused(`${hostname} resolves to a blocked address.`, 'special');
}

function refused(message: string, code: string): RunError {
  return transportError('address_refused', message, code);
}

function parseUrl(value: string | URL): URL | null {
  if (value instanceof URL) return value;
  return URL.canParse(value) ? new URL(value) : null;
}

/**
 * The URL parser has already turned decimal, octal, hexadecimal, short and full-width spellings of IPv4 into
 * dotted form, and punycode into lower-case ASCII. What remains to be removed: brackets, and a trailing dot.
 */
function hostnameOf(url: URL): string {
  const bare = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
  return trimSignsEnd(bare, '.').toLowerCase();
}

function lookupError(hostname: string, error: unknown): RunError {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'DNS';
  const message =
    code === 'ENOTFOUND' || code === 'ENODATA'
      ? `No server found for ${hostname} (DNS: ${code}). Is it spelled correctly?`
      : `Couldn't look up ${hostname} (DNS: ${code}).`;
  return transportError('connect', message, code);
}
