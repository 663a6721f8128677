import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeDmidecode } from '#lib/testing/printed-tables.ts';
import { makeDellScv, makeFwupd, makeHpEvents, makeIntelDpd, makeLshw, makeSeagate } from '#lib/testing/vendor-inventories.ts';
import { describeInventory } from './describe.ts';
import { parseInventory } from './parse.ts';

const SAMPLES: readonly (readonly [string, Uint8Array])[] = [
  ['dell-scv-with-empty-slot', makeDellScv()],
  ['intel-dpd-without-tpm', makeIntelDpd()],
  ['seagate-one-drive', makeSeagate()],
  ['hp-events-of-an-unset-clock', makeHpEvents()],
  ['dmidecode-with-empty-slots', makeDmidecode()],
  ['lshw-as-root', makeLshw()],
  ['fwupd-with-unknown-plugin', makeFwupd()],
];

test.each(SAMPLES)('%s is read as its golden file says', async (name, bytes) => {
  const { components, ...rest } = parseInventory(bytes);
  const rows = components.map(({ raw: _, ...component }) => component);
  const golden = { title: describeInventory(parseInventory(bytes)), ...rest, components: rows };
  await expect(`${JSON.stringify(golden, null, 1)}\n`).toMatchFileSnapshot(join(import.meta.dirname, 'testdata', `${name}.golden`));
});
