import { BlockList, isIP } from 'node:net';

/**
 * Which addresses this server may connect to. Sources: the IANA special-purpose registries for IPv4 and IPv6, and
 * the metadata addresses that the large clouds document.
 */

/** Never connected to, whatever the configuration says. */
const NEVER: readonly string[] = [
  '169.254.0.0/16', // link-local, with 169.254.169.254 (metadata of AWS, Azure, Google …) and 169.254.170.2 (ECS)
  '100.100.100.200/32', // metadata, Alibaba
  '168.63.129.16/32', // wire server, Azure
  '192.0.0.0/24', // protocol assignments, with 192.0.0.192 (metadata, Oracle)
  '192.0.2.0/24', // documentation
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '192.88.99.0/24', // 6to4 relays
  '198.18.0.0/15', // benchmarks
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and broadcast
  'fe80::/10', // link-local
  'fec0::/10', // site-local
  'ff00::/8', // multicast
  'fd00:ec2::/32', // metadata, AWS
  'fd20:ce::/32', // metadata, Google
  '100::/64', // discard
  '2001::/23', // protocol assignments, with Teredo (2001::/32), ORCHID and benchmarks
  '2001:db8::/32', // documentation
  '3fff::/20', // documentation
  '2002::/16', // 6to4: an IPv4 address inside
  '64:ff9b::/96', // NAT64: an IPv4 address inside
  '64:ff9b:1::/48', // NAT64, local
  '::ffff:0:0:0/96', // IPv4-translated
  '5f00::/16', // segment routing
];

/** This machine and the networks around it: only when private upstreams are allowed. */
const PRIVATE: readonly string[] = [
  '0.0.0.0/8', // unspecified: reaches this machine on Linux
  '10.0.0.0/8',
  '100.64.0.0/10', // carrier-grade NAT
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::/96', // unspecified, loopback, and the outdated IPv4-compatible form
  'fc00::/7', // unique local
];

const never = blockList(NEVER);
const nearby = blockList(PRIVATE);
/**
 * IPv4-mapped addresses are judged by the IPv4 address inside, and also count as private: no public DNS has
 * them.
 */
const mapped = blockList(['::ffff:0:0/96']);

export type AddressClass = 'public' | 'private' | 'never';

/** Class of a textual IP address. Anything that is not an IP address is `never`. */
export function classifyAddress(address: string): AddressClass {
  const version = isIP(address);
  if (version === 0 || address.includes('%')) return 'never';
  const family = version === 4 ? 'ipv4' : 'ipv6';
  if (never.check(address, family)) return 'never';
  if (nearby.check(address, family)) return 'private';
  return family === 'ipv6' && mapped.check(address, family) ? 'private' : 'public';
}

function blockList(subnets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [network = '', prefix = ''] = subnet.split('/');
    list.addSubnet(network, Number(prefix), isIP(network) === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}
