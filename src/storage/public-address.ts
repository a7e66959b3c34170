import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** IPv4 that is no address of the public internet: the special-purpose registry of IANA, and multicast. */
const notPublic = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  notPublic.addSubnet(net, prefix, 'ipv4');
}

const publicV6 = new BlockList();
publicV6.addSubnet('2000::', 3, 'ipv6');

/** Parts of 2000::/3 that stand for other addresses, for documentation, or for nobody. */
const otherV6 = new BlockList();
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  otherV6.addSubnet(net, prefix, 'ipv6');
}

/**
 * Whether an address can only be somebody on the public internet. Of IPv6, nothing that wraps an IPv4 address is taken:
 * what is inside could be anything.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !notPublic.check(address, 'ipv4');
  return isIPv6(address) && publicV6.check(address, 'ipv6') && !otherV6.check(address, 'ipv6');
}

/** A loopback address, also one of IPv4 inside IPv6. */
export function isLoopbackAddress(address: string): boolean {
  return isIPv4(address) ? address.startsWith('127.') : address === '::1';
}
