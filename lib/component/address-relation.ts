import type { Comparable } from './comparable.ts';

/** What the addresses of an expected and an observed unit say of each other. `none`: nothing. `only-expected`: one that tells it was not read. */
export type AddressRelation = 'common' | 'other' | 'only-expected' | 'none';

/** Bit of the first octet that says that whoever runs the interface gave the address, and not its maker. @spec IEEE 802 section 8.4 */
const LOCAL = 0x02;

/**
 * Makes the question what the addresses of two matched units say: that one is common to them, or that they can't be those of one unit, because
 * both have some that their makers gave and none is common. What software made up, anew for each network, tells nothing; neither does what
 * several units of a side have, such as interfaces that were bonded. Counts when it is asked first.
 */
export function addressTeller(sides: readonly (readonly Comparable[])[]): (a: Comparable, b: Comparable) => AddressRelation {
  let shared: ReadonlySet<string> | undefined;
  return (a, b) => {
    if (a.addresses.length === 0 || a.realm !== 'hardware') return 'none';
    shared ??= new Set(sides.flatMap(sharedAddresses));
    const tells = (address: string): boolean => isGiven(address) && shared?.has(address) !== true;
    if (b.addresses.length === 0) return a.addresses.some(tells) ? 'only-expected' : 'none';
    const common = a.addresses.filter((address) => b.addresses.includes(address));
    if (common.length > 0) return common.some(tells) ? 'common' : 'none';
    return a.addresses.some(tells) && b.addresses.some(tells) ? 'other' : 'none';
  };
}

const isGiven = (address: string): boolean => (Number.parseInt(address.slice(0, 2), 16) & LOCAL) === 0;

function sharedAddresses(units: readonly Comparable[]): readonly string[] {
  const [seen, shared] = [new Set<string>(), new Set<string>()];
  for (const { addresses } of units) {
    for (const address of new Set(addresses)) {
      if (seen.has(address)) shared.add(address);
      seen.add(address);
    }
  }
  return [...shared];
}
