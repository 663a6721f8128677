import { describe, expect, test } from 'vitest';
import { parseInventory } from './parse.ts';

const read = (...children: readonly object[]) =>
  parseInventory(new TextEncoder().encode(JSON.stringify({ id: 'host', class: 'system', product: 'Server', serial: 'S1', children })));
const network = (logicalname: string, driver: string, more: object = {}) => ({
  id: 'network',
  class: 'network',
  description: 'Ethernet interface',
  logicalname,
  serial: '02:42:ac:11:00:02',
  capabilities: { ethernet: true, physical: 'Physical interface' },
  configuration: { broadcast: 'yes', driver, multicast: 'yes' },
  ...more,
});

describe('an interface', () => {
  test.each(['bridge', 'veth', 'tun', '802.1Q VLAN Support'])('of the driver %s on no bus is no part, and that is told', (driver) => {
    const { components, warnings } = read(network('a0', driver), network('a1', driver));
    expect(components).toEqual([]);
    expect(warnings).toEqual([
      { code: 'virtual-interface', detail: expect.stringMatching(/^2 network interfaces are made of software/), path: 'children[0]' },
    ]);
  });

  test.each([
    ['of a driver of hardware, on a board without a bus', network('eth0', 'bcmgenet')],
    ['of no driver', network('eth0', '', { configuration: {} })],
    ['on a bus', network('eth0', 'bridge', { businfo: 'pci@0000:01:00.0' })],
    ['of a maker', network('eth0', 'bridge', { vendor: 'Kumquat' })],
  ])('%s is one', (_, node) => {
    expect(read(node).components).toMatchObject([{ category: 'network', addresses: [{ value: '02:42:ac:11:00:02' }] }]);
  });
});

describe('a bank', () => {
  const bank = { id: 'bank:1', class: 'memory', product: 'A1_PartNum0', vendor: 'A1_Manufacturer0', serial: 'A1_SerNum0', slot: 'A2' };

  test('that the tool marks as empty is no part, whatever its firmware writes there', () => {
    const { components, warnings } = read({ ...bank, description: 'DIMM [empty]' });
    expect(components).toEqual([]);
    expect(warnings).toEqual([{ code: 'empty-row', detail: 'the bank is marked as empty', path: 'children[0]' }]);
  });

  test.each([{ description: 'DIMM DDR4' }, { description: 'DIMM [empty]', size: 17179869184 }])('%j is one', (more) => {
    expect(read({ ...bank, ...more }).components).toHaveLength(1);
  });
});
