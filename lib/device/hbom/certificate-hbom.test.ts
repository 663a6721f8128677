import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { readArtifact } from '#lib/artifact/read.ts';
import { encodeHbom } from '#lib/cyclonedx/encode.ts';
import { HBOM_VERSIONS } from '#lib/cyclonedx/hbom.ts';
import { parseCycloneDx } from '#lib/cyclonedx/parse.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { parsePlatformCertificate } from '#lib/platform-cert/parse.ts';
import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import { FULL_BASE, PLATFORM_CERTIFICATE_SAMPLES } from '#lib/testing/platform-certificate-samples.ts';
import { makePlatformCertificate } from '#lib/testing/platform-certificates.ts';
import { certificateContentOf, hbomOfCertificate } from './certificate-hbom.ts';
import { type CertificateContent, platformProperties, readPlatformProperties } from './certificate-properties.ts';

// The corpus is written and validated twice.
vi.setConfig({ testTimeout: 240_000 });

function contentOf(certificate: PlatformCertificate): CertificateContent {
  const { kind, specVersion, platform, holder, boundKey, components, properties, tbbSecurityAssertions, traits } = certificate;
  const { componentsUri, propertiesUri, platformConfigUri } = certificate;
  return {
    ...{ kind, specVersion, platform, holder, boundKey, properties, componentsUri, propertiesUri, platformConfigUri, traits },
    tbbSecurityAssertions,
    components: components.map(({ offset: _, ...component }) => component),
  };
}

/** The same without places in a document: in an HBOM the traits stand somewhere else. */
function withoutOffsets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOffsets);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([name, each]) => (name === 'offset' ? [] : [[name, withoutOffsets(each)]])));
}

const isPlatformCertificate = (document: unknown): document is PlatformCertificate =>
  typeof document === 'object' && document !== null && 'kind' in document && String(document.kind).endsWith('platform-certificate');

const SAMPLES = Object.entries(PLATFORM_CERTIFICATE_SAMPLES).flatMap(([name, make]) =>
  readArtifact(make()).documents.flatMap(({ document }): [string, PlatformCertificate][] =>
    isPlatformCertificate(document) ? [[name, document]] : [],
  ),
);

test.each(SAMPLES)('%s is the same on every field after it was an HBOM, in both versions', (_name, certificate) => {
  for (const version of HBOM_VERSIONS) {
    const bom = parseCycloneDx(encodeHbom(hbomOfCertificate(certificate), version));
    expect(withoutOffsets(certificateContentOf(bom))).toEqual(withoutOffsets(contentOf(certificate)));
    expect(bom.problems.filter(({ code }) => code === 'schema')).toEqual([]);
    expect(bom.schemaValid).toBe(true);
  }
});

const CORPUS = join(import.meta.dirname, '../../../../shared/corpus');
const isPresent = existsSync(CORPUS);
if (!isPresent) console.info('NOTICE: ../shared/corpus is absent; no real certificate was mapped');

test.runIf(isPresent)('every readable certificate of the corpus is the same on every field after it was an HBOM', () => {
  const files = readdirSync(CORPUS, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  let count = 0;
  for (const { parentPath, name } of files) {
    for (const { document } of readArtifact(new Uint8Array(readFileSync(join(parentPath, name)))).documents) {
      if (!isPlatformCertificate(document)) continue;
      count += 1;
      for (const version of HBOM_VERSIONS) {
        const bom = parseCycloneDx(encodeHbom(hbomOfCertificate(document), version));
        expect(withoutOffsets(certificateContentOf(bom)), name).toEqual(withoutOffsets(contentOf(document)));
        expect(
          bom.problems.filter(({ code }) => code === 'schema'),
          name,
        ).toEqual([]);
      }
    }
  }
  expect(count).toBeGreaterThanOrEqual(15);
});

test('the samples have traits of every list, so that nothing is proven about empty ones', () => {
  const lists = SAMPLES.flatMap(([, { traits }]) => Object.entries(traits).flatMap(([list, items]) => (items.length === 0 ? [] : [list])));
  expect(new Set(lists).size).toBe(7);
  expect(SAMPLES.some(([, { components }]) => components.some(({ traits }) => traits.length > 3))).toBe(true);
});

test('the samples have assertions of 1.x in full, assertions that assert nothing, and bound keys', () => {
  const assertions = SAMPLES.flatMap(([, { tbbSecurityAssertions }]) => tbbSecurityAssertions ?? []);
  expect(assertions.some(({ commonCriteria, fipsLevel }) => commonCriteria !== null && fipsLevel !== null)).toBe(true);
  expect(assertions.some(({ commonCriteria, fipsLevel }) => commonCriteria === null && fipsLevel === null)).toBe(true);
  expect(SAMPLES.some(([, { boundKey }]) => boundKey !== null)).toBe(true);
});

test.each([
  ['assay:tcg:tbbSecurityAssertions', 'many'],
  ['assay:tcg:tbbSecurityAssertions:iso9000Certified', 'perhaps'],
  ['assay:tcg:tbbSecurityAssertions:fipsLevel:level', '-1'],
  ['assay:tcg:tbbSecurityAssertions:commonCriteria:plus', ''],
])('a value of %s that can not be read is refused', (name, value) => {
  const certificate = parsePlatformCertificate(makePlatformCertificate(FULL_BASE));
  const properties = new Map(platformProperties(certificate, certificate.der).map((each) => [each.name, each.value]));
  expect(properties.has(name)).toBe(true);
  properties.set(name, value);
  const changed = [...properties].map(([each, said]) => ({ name: each, value: said }));
  expect(() => readPlatformProperties(changed)).toThrow(ParseError);
});
