import { makeHbom } from '#lib/testing/boms.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, inventoryOf, makeSampleDevice, memoryModule } from '#lib/testing/sample-device.ts';

/** In every twenty files: one BOM of 1 MB, nine inventories of 20 KB, ten certificates of 1.5 KB. */
const TWENTY = [
  'bom',
  ...Array.from({ length: 9 }, () => 'inventory' as const),
  ...Array.from({ length: 10 }, () => 'certificate' as const),
] as const;
const MARK_BYTES = 12;

/** Makes files as they come in a factory, all of them new each time. */
export function makeUploadMix(): (count: number) => readonly Uint8Array[] {
  const templates = { bom: bomOf(1_000_000), inventory: inventoryTemplate(20_000), certificate: certificateTemplate() };
  let made = 0;
  return (count) =>
    Array.from({ length: count }, (_, index) => {
      made += 1;
      return marked(templates[TWENTY[index % TWENTY.length] ?? 'certificate'], made);
    });
}

/** In words, with the sizes as they are. */
export function describeUploadMix(): string {
  const [bom, inventory, certificate] = makeUploadMix()(11).filter((_, index) => index === 0 || index === 1 || index === 10);
  const kilobytes = (bytes: Uint8Array | undefined): string => `${((bytes?.byteLength ?? 0) / 1000).toFixed(1)} KB`;
  return `of twenty files ten certificates of ${kilobytes(certificate)}, nine inventories of ${kilobytes(inventory)}, one BOM of ${kilobytes(bom)}`;
}

/** The same file with other bytes at its end, so that it is another artifact of the same size and kind. */
function marked(template: Uint8Array, number: number): Uint8Array {
  const bytes = new Uint8Array(template);
  bytes.set(Buffer.from(String(number).padStart(MARK_BYTES, '0')), bytes.byteLength - MARK_BYTES);
  return bytes;
}

function certificateTemplate(): Uint8Array {
  return baseOf(makeSampleDevice(1), makeSampleAuthorities());
}

function inventoryTemplate(size: number): Uint8Array {
  const device = makeSampleDevice(1);
  for (let count = 10; ; count += 1) {
    const bytes = inventoryOf(device, [...device.components, ...modules(count)]);
    if (bytes.byteLength >= size) return bytes;
  }
}

function bomOf(size: number): Uint8Array {
  const device = makeSampleDevice(1);
  const make = (count: number): Uint8Array =>
    makeHbom({
      subject: { ...device.platform, revision: null },
      components: modules(count),
      serialNumber: 'urn:uuid:00000000-0000-4000-8000-000000000001',
      timestamp: '2026-01-01T00:00:00Z',
    });
  const hundred = make(100).byteLength;
  return make(Math.ceil((100 * size) / hundred));
}

function modules(count: number) {
  return Array.from({ length: count }, (_, index) => memoryModule(`SN-${String(index * 7919).padStart(8, '0')}`));
}
