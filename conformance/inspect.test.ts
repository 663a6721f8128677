import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inspect } from '#lib/cli/inspect.ts';
import { CORPUS, type Expected, expectations } from './corpus.ts';
import { documentedSchemas } from './documented-schemas.ts';
import { testOptions } from './options.ts';

const files = expectations().filter(([, { kind }]) => kind !== undefined);
const matches = documentedSchemas().get('inspect');
/** The body of a reference manifest's support file is an event log; its bytes can't tell. */
const kindOf = ({ kind }: Expected): string | undefined => (kind === 'reference-manifest-support' ? 'tpm-event-log' : kind);

describe.runIf(files.length > 0)('inspect over real files', () => {
  test.each(files)('%s', async (path, expected) => {
    const { json } = await inspect.run([join(CORPUS, path)], testOptions());
    const document: unknown = JSON.parse(JSON.stringify(json));
    expect(matches?.(document), JSON.stringify(matches?.errors)).toBe(true);
    expect(document).toMatchObject([{ kind: kindOf(expected) }]);
    if (expected.error === true) expect(document).toMatchObject([{ error: { code: expect.any(String), message: expect.any(String) } }]);
    if (inScope(expected)) expect(document).toMatchObject([{ error: null, document: factsOf(path, expected) }]);
  });
});

/** Platform certificates, EK certificates, CycloneDX, inventories, event logs. */
function inScope({ kind, facts, error }: Expected): boolean {
  if (error === true) return false;
  if (kind === 'inventory') return true;
  return facts !== undefined || kind === 'endorsement-key-certificate' || kind === 'cyclonedx-bom';
}

function factsOf(path: string, { kind, facts, schemaValid }: Expected): Record<string, unknown> {
  // In XML the expectations count ancestors and tools too; lib/cyclonedx/conformance.test.ts counts the parts.
  if (kind === 'cyclonedx-bom')
    return { schemaValid, ...(path.endsWith('.xml') && facts !== undefined ? { specVersion: facts.specVersion } : facts) };
  if (facts === undefined || kind === 'endorsement-key-certificate') return {};
  if (kind === 'tpm-event-log') return typeof facts.events === 'number' ? { events: { length: facts.events } } : facts;
  const { serial, holderSerial, notBefore, notAfter, components, properties } = facts;
  return {
    ...(typeof serial === 'string' ? { serialNumber: serial } : {}),
    ...(typeof holderSerial === 'string' ? { holder: { serialNumber: holderSerial } } : {}),
    ...(typeof notBefore === 'string' ? { notBefore: isoOf(notBefore) } : {}),
    ...(typeof notAfter === 'string' ? { notAfter: isoOf(notAfter) } : {}),
    ...(typeof components === 'number' ? { components: { length: components } } : {}),
    ...(typeof properties === 'number' ? { properties: { length: properties } } : {}),
    ...platformOf(facts.san),
  };
}

/** GeneralizedTime to ISO 8601. */
function isoOf(time: string): string {
  return time.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
}

function platformOf(san: unknown): Record<string, unknown> {
  const names: ReadonlyMap<string, unknown> = new Map(Object.entries(san ?? {}));
  const fields = {
    manufacturer: ['2.23.133.5.1.1', '2.23.133.2.4'],
    model: ['2.23.133.5.1.4', '2.23.133.2.5'],
    version: ['2.23.133.5.1.5', '2.23.133.2.6'],
    serial: ['2.23.133.5.1.6'],
  };
  const known = Object.entries(fields).flatMap(([field, oids]) => oids.flatMap((oid) => (names.has(oid) ? [[field, names.get(oid)]] : [])));
  return known.length === 0 ? {} : { platform: Object.fromEntries(known) };
}
