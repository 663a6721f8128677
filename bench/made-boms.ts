import { createHash } from 'node:crypto';

/** What the components of a BOM are. */
export type BomFlavor = 'hardware' | 'software';

/** Changes between the two BOMs of a pair, by the kind that a comparison tells them as. */
export interface BomChanges {
  /** Nothing but the serial number (hardware) or nothing but the digest (software): the change that is easiest to miss. */
  readonly alone: number;
  readonly revisions: number;
  readonly removed: number;
  readonly added: number;
}

const PRODUCTS = 400;

/** A BOM as compact JSON octets. Every component has a bom-ref, and units their own serial number, of this BOM alone. */
export function makeBom(flavor: BomFlavor, { count, seed }: { count: number; seed: string }): Uint8Array {
  return write(Array.from({ length: count }, (_, index) => componentOf(flavor, index, seed)));
}

/** One per cent of the components changed, and a hundred in nothing but serial number or digest. */
export function changesOf(count: number): BomChanges {
  const share = Math.floor(count / 300);
  return { alone: 100, revisions: share, removed: share, added: share };
}

/** The BOM of the same seed after the changes; which components change is spread over the whole list. */
export function makeChangedBom(flavor: BomFlavor, { count, seed }: { count: number; seed: string }): Uint8Array {
  const { alone, revisions, removed, added } = changesOf(count);
  const step = Math.floor(count / (alone + revisions + removed));
  const components: object[] = [];
  for (let index = 0; index < count; index += 1) {
    const turn = index % step === 0 ? index / step : Number.POSITIVE_INFINITY;
    const component = componentOf(flavor, index, seed);
    if (turn < alone)
      components.push({
        ...component,
        ...(flavor === 'hardware' ? { properties: propertiesOf(index, `${seed}-swapped`) } : hashesOf(`${seed}-patched-${index}`)),
      });
    else if (turn < alone + revisions)
      components.push({ ...component, version: '9.9.9', ...(flavor === 'software' ? { purl: purlOf(index, '9.9.9') } : {}) });
    else if (turn >= alone + revisions + removed) components.push(component);
  }
  return write([...components, ...Array.from({ length: added }, (_, number) => addedOf(flavor, number, seed))]);
}

function write(components: readonly object[]): Uint8Array {
  const bom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
    version: 1,
    metadata: { timestamp: '2026-01-01T00:00:00Z', component: { type: 'device', 'bom-ref': 'subject', name: 'Rack Server R620' } },
    components,
  };
  return new Uint8Array(Buffer.from(JSON.stringify(bom)));
}

function componentOf(flavor: BomFlavor, index: number, seed: string): object {
  return flavor === 'hardware' ? deviceOf(index, seed) : packageOf(index, seed);
}

function deviceOf(index: number, seed: string): object {
  const product = index % PRODUCTS;
  return {
    type: 'device',
    'bom-ref': `unit-${index}`,
    manufacturer: { name: `Component maker ${product % 40}` },
    name: `Model ${product}`,
    version: `1.${product % 10}`,
    properties: propertiesOf(index, seed),
  };
}

function propertiesOf(index: number, seed: string): object {
  return [
    { name: 'cdx:device:location', value: `Rack ${index >> 6} slot ${index & 63}` },
    { name: 'cdx:device:serialNumber', value: serialOf(`${seed}-${index}`) },
    { name: 'assay:tcg:componentClassRegistry', value: '2.23.133.18.3.1' },
    { name: 'assay:tcg:componentClassValue', value: index % 2 === 0 ? '00060004' : '00070003' },
  ];
}

function packageOf(index: number, seed: string): object {
  const version = `${1 + (index % 9)}.${index % 7}.${index % 5}`;
  return {
    type: 'library',
    'bom-ref': `package-${index}`,
    group: `org.example.group${index % 300}`,
    name: `package-${index}`,
    version,
    licenses: [{ license: { id: 'Apache-2.0' } }],
    purl: purlOf(index, version),
    ...hashesOf(`${seed}-${index}`),
  };
}

function hashesOf(text: string): object {
  return { hashes: [{ alg: 'SHA-256', content: createHash('sha256').update(text).digest('hex') }] };
}

function purlOf(index: number, version: string): string {
  return `pkg:maven/org.example.group${index % 300}/package-${index}@${version}`;
}

/** A product that the BOM before doesn't have, so that it takes nothing's place. */
function addedOf(flavor: BomFlavor, number: number, seed: string): object {
  if (flavor === 'software')
    return {
      type: 'library',
      'bom-ref': `new-${number}`,
      name: `new-package-${number}`,
      version: '1.0.0',
      ...hashesOf(`${seed}-new-${number}`),
    };
  return {
    type: 'device',
    'bom-ref': `new-${number}`,
    manufacturer: { name: 'New maker' },
    name: `New model ${number}`,
    version: '1.0',
    properties: [
      { name: 'cdx:device:serialNumber', value: serialOf(`${seed}-new-${number}`) },
      { name: 'assay:tcg:componentClassRegistry', value: '2.23.133.18.3.1' },
      { name: 'assay:tcg:componentClassValue', value: '00090002' },
    ],
  };
}

function serialOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 14).toUpperCase();
}
