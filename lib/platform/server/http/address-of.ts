import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Longer than any address with a zone and a port. */
const MAX_CHARACTERS = 100;

/** Networks whose addresses many people may share: this machine, and networks behind a router or proxy. */
const inwardIPv4 = new BlockList();
/** A separate list: in one list with IPv4, `::/64` would contain all of that, as mapped addresses. */
const inwardIPv6 = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  inwardIPv4.addSubnet(network, bits, 'ipv4');
}
for (const [network, bits] of [
  ['::', 64],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  inwardIPv6.addSubnet(network, bits, 'ipv6');
}

/**
 * One name for every spelling of an address: with or without port, brackets and zone, and IPv4 written as
 * IPv6. IPv6 is cut to its /64 (one household has 2^64 addresses). Null for anything that is not an address.
 */
export function addressOf(written: string): string | null {
  if (written.length > MAX_CHARACTERS) return null;
  const bare = withoutPort(written.trim().replace(/^"([^"]*)"$/, '$1'));
  if (isIPv4(bare)) return bare;
  const address = bare.split('%')[0] ?? '';
  if (!isIPv6(address)) return null;
  const groups = groupsOf(address);
  return inIPv4(groups) ?? `${groups.slice(0, 4).map(hex).join(':')}::/64`;
}

/** Whether a name from `addressOf` is a public internet address. */
export function isPublicAddress(name: string): boolean {
  if (isIPv4(name)) return !inwardIPv4.check(name, 'ipv4');
  const network = name.replace('/64', '');
  return isIPv6(network) && !inwardIPv6.check(network, 'ipv6');
}

function withoutPort(written: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(written)?.[1];
  return bracketed ?? written.replace(/^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/, '$1');
}

/** The eight numbers of an IPv6 address. */
function groupsOf(address: string): number[] {
  const [head = '', tail] = address.split('::');
  const before = numbersOf(head);
  if (tail === undefined) return before;
  const after = numbersOf(tail);
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}

function numbersOf(part: string): number[] {
  return part
    .split(':')
    .filter(Boolean)
    .flatMap((group) => {
      if (!group.includes('.')) return [Number.parseInt(group, 16)];
      const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
      return [a * 256 + b, c * 256 + d];
    });
}

/** What precedes the last 32 bits: mapped, translated, NAT64, and the old "compatible" form. */
const IPV4_PREFIXES = new Set(['0:0:0:0:0:ffff', '0:0:0:0:ffff:0', '64:ff9b:0:0:0:0', '0:0:0:0:0:0']);

function inIPv4(groups: readonly number[]): string | null {
  const [high = 0, low = 0] = groups.slice(6);
  // `::` and `::1` do not contain an IPv4 address.
  const isOwn = high === 0 && groups.slice(0, 6).every((group) => group === 0);
  if (isOwn || !IPV4_PREFIXES.has(groups.slice(0, 6).map(hex).join(':'))) return null;
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function hex(group: number): string {
  return group.toString(16);
}
