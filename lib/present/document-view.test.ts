import { expect, test } from 'vitest';
import type { Document, ReadDocument } from '#lib/artifact/types.ts';
import type { CycloneDxBom } from '#lib/cyclonedx/types.ts';
import { TRAIT_CATEGORY, TRAIT_ID } from '#lib/platform-cert/trait-oids.ts';
import { NO_TRAITS } from '#lib/platform-cert/trait-rules.ts';
import type { Trait } from '#lib/platform-cert/trait-types.ts';
import { bomOf } from '#lib/testing/device-evidence.ts';
import {
  makeCheck,
  makeDocument,
  makeEkCertificate,
  makeInventory,
  makeName,
  makePlatformCertificate,
  makeUnit,
} from '#lib/testing/device-states.ts';
import { MAX_TABLE_ROWS } from './document-fields.ts';
import { checkView, documentView } from './document-view.ts';
import { traitText } from './trait-text.ts';

const viewOf = (document: Document, read: Partial<ReadDocument> = {}) => documentView('en', makeDocument({ label: 'x', document, read }));
const sectionOf = (document: Document, heading: string) => viewOf(document).sections.find((section) => section.heading === heading);
const certified = { ...makeUnit(), platformCertificate: null, platformCertificateUri: null, traits: [], offset: 0 };
const reported = { ...makeUnit(), path: 'COMPONENTS[0]', raw: { MODEL: 'KM-16G ' }, from: {} };

test('a platform certificate shows platform, holder and components', () => {
  const certificate = makePlatformCertificate({ components: [certified] });
  expect(sectionOf(certificate, 'Platform')?.rows).toContainEqual({ label: 'Serial', value: 'P-100' });
  expect(sectionOf(certificate, 'Holder')?.rows).toContainEqual({ label: "Serial number of the holder's certificate", value: '7' });
  const components = sectionOf(certificate, 'Components')?.table;
  expect(components?.columns).toHaveLength(components?.rows[0]?.length ?? 0);
  expect(components?.rows[0]).toContain('KM-16G');
});

test('sections without content are left out', () => {
  const headings = viewOf(makePlatformCertificate()).sections.map(({ heading }) => heading);
  expect(headings).not.toContain('Components');
  expect(headings).not.toContain('Warnings');
});

test('an EK certificate shows its TPM', () => {
  expect(sectionOf(makeEkCertificate(), 'TPM')?.rows).toContainEqual({ label: 'TPM model', value: 'KTPM' });
});

test('an inventory shows what was read beside what the source wrote', () => {
  const table = sectionOf(
    makeInventory({ components: [{ ...reported, model: 'KM-16G ', from: { model: 'MODEL' } }] }),
    'Components',
  )?.table;
  expect(table?.origins?.[0]?.fields).toContainEqual({
    label: 'Model',
    member: 'MODEL',
    written: 'KM-16G ',
    compared: 'km-16g',
    rules: 'white space, upper and lower case',
  });
  expect(table?.origins?.[0]).toMatchObject({ path: 'COMPONENTS[0]', raw: '{\n "MODEL": "KM-16G "\n}' });
});

test('rows at the limit are all shown, and beyond it the rest is counted', () => {
  const at = (count: number) =>
    sectionOf(makeInventory({ components: Array.from({ length: count }, () => reported) }), 'Components')?.table;
  expect(at(MAX_TABLE_ROWS)).toMatchObject({ more: null });
  const beyond = at(MAX_TABLE_ROWS + 1);
  expect(beyond?.rows).toHaveLength(MAX_TABLE_ROWS);
  expect(beyond?.more).toContain('1 more row is not shown');
});

test('a file that could not be read says why, and where', () => {
  const error = { code: 'truncated', message: 'the file ends at octet 12', offset: 12, spec: 'X.690 section 8.1.3' } as const;
  const view = viewOf(makeInventory(), { document: undefined, error, offset: 100 });
  expect(view.errorOffset).toBe(112);
  expect(view.sections[0]).toMatchObject({ heading: 'Why it could not be read' });
  expect(view.sections[0]?.rows).toContainEqual({ label: 'Rule', value: 'X.690 section 8.1.3' });
});

test('characters that nobody sees are made visible', () => {
  const certificate = makePlatformCertificate({ userNotice: 'a\u202Eb' });
  expect(sectionOf(certificate, 'Certificate')?.rows).toContainEqual({ label: 'User notice', value: 'a\\u{202E}b' });
});

test('what could not be evaluated looks neither like a pass nor like a failure', () => {
  const [pass, fail, unknown] = (['pass', 'fail', 'unknown'] as const).map((status) => checkView('en', makeCheck('chain', status)));
  expect(new Set([pass?.tone, fail?.tone, unknown?.tone]).size).toBe(3);
  expect(unknown).toMatchObject({ word: 'Chain to a trust anchor', status: 'not evaluated', glyph: 'question' });
  expect(checkView('en', makeCheck('a-later-check')).word).toBe('a-later-check');
});

test('a certificate of specification 2.x shows its anchors, ownership, what it continues, and what is said of its components beside', () => {
  const text = (category: string, value: string): Trait => ({
    id: TRAIT_ID.utf8String,
    category,
    registry: '2.23.133.18.3.1',
    description: null,
    descriptionUri: null,
    form: 'wrapped',
    value: { kind: 'text', text: value },
    offset: 0,
  });
  const reference = {
    hashAlgorithm: null,
    hashOverSignatureValue: null,
    issuerSerial: { issuer: makeName('Integrator CA'), serialNumber: 41n },
  };
  const previous: Trait = { ...text(TRAIT_CATEGORY.platformCertificate, ''), value: { kind: 'certificate', reference } };
  const traits = [text(TRAIT_CATEGORY.componentModel, 'KM-16G'), text(TRAIT_CATEGORY.componentLocation, 'DIMM A1')];
  const certificate = makePlatformCertificate({
    components: [{ ...certified, traits }],
    traits: {
      ...NO_TRAITS,
      previousPlatformCertificates: [previous],
      platformOwnership: [text(TRAIT_CATEGORY.platformOwnership, 'Lime Bank')],
    },
  });
  const rowsOf = (heading: string) => sectionOf(certificate, heading)?.table?.rows;
  expect(rowsOf('Certificates that this one continues')).toEqual([['platform certificate', '41 (CN=Integrator CA)', 'TCG', '']]);
  expect(rowsOf('Ownership')).toEqual([['platform ownership', 'Lime Bank', 'TCG', '']]);
  expect(rowsOf('More about the components')).toEqual([['1', 'component location', 'DIMM A1', 'TCG', '']]);
});

test('a class is shown by its name, and PCI numbers by theirs in a column of their own, where there are any', () => {
  const pciNames = { vendor: (id: string) => (id === '8086' ? 'Intel Corporation' : null), device: () => null };
  const card = { ...certified, class: { registry: '2.23.133.18.3.4', value: '00020000' }, manufacturer: '8086:1028:', model: '15E8::' };
  const tableOf = (components: readonly (typeof card)[]) => {
    const { read } = makeDocument({ label: 'x', document: makePlatformCertificate({ components }) });
    return documentView('en', { read, pciNames }).sections.find(({ heading }) => heading === 'Components')?.table;
  };
  expect(tableOf([card])?.columns.at(-1)).toBe('What the PCI numbers mean');
  expect(tableOf([card])?.rows[0]).toEqual(expect.arrayContaining(['Ethernet controller (PCIe 00020000)', 'Intel Corporation']));
  expect(tableOf([{ ...card, manufacturer: 'FFFF::' }])?.columns).not.toContain('What the PCI numbers mean');
});

test('a BOM shows the result of each signature, and what one leaves out', () => {
  const signature = { form: 'jsf', detail: 'as told', weak: null, publicKey: null, certificates: [], open: null } as const;
  const over: Partial<CycloneDxBom> = {
    signatures: [
      { ...signature, path: '', algorithm: 'ES256', status: 'invalid', excludes: [] },
      { ...signature, path: 'components[0]', algorithm: 'RS256', status: 'valid', excludes: ['version', 'name'] },
    ],
  };
  const { document } = bomOf('bom', [], over);
  if (document === undefined) throw new Error('no BOM');
  expect(sectionOf(document, 'Signatures: what the mathematics say')?.table).toMatchObject({
    columns: ['Place in the file', 'Result', 'Signature algorithm', 'Leaves out', 'What was found'],
    rows: [
      ['/', 'does not verify', 'ES256 (jsf)', '', 'as told'],
      ['components[0]', 'verifies', 'RS256 (jsf)', 'version, name', 'as told'],
    ],
  });
});

test('security assertions, addresses with their digests, references of components and extensions are told in full', () => {
  const uri = (at: string) => ({
    uri: `https://pomelo.example/${at}`,
    hashAlgorithm: '2.16.840.1.101.3.4.2.1',
    hashValue: Uint8Array.of(0xab),
  });
  const reference = { hashAlgorithm: null, hashOverSignatureValue: null, issuerSerial: { issuer: makeName('Card CA'), serialNumber: 9n } };
  const measures = {
    version: '3.1',
    assuranceLevel: 4,
    evaluationStatus: 'evaluationInProgress',
    plus: true,
    strengthOfFunction: 'medium',
  };
  const certificate = makePlatformCertificate({
    components: [certified, { ...certified, platformCertificate: reference, platformCertificateUri: uri('card.cer') }],
    platformConfigUri: uri('configuration'),
    tbbSecurityAssertions: {
      version: 0,
      commonCriteria: { ...measures, profileOid: '2.999.1', profileUri: uri('profile'), targetOid: null, targetUri: null },
      fipsLevel: null,
      rtmType: null,
      iso9000Certified: false,
      iso9000Uri: 'https://pomelo.example/iso',
    },
    extensions: [{ oid: '2.5.29.19', critical: true, value: Uint8Array.of(0x30, 0x00), offset: 7 }],
  });
  const told = 'https://pomelo.example/profile (sha256 ab)';
  expect(sectionOf(certificate, 'Security assertions')?.rows.map(({ value }) => value)).toEqual([
    '0',
    `3.1, EAL4+, evaluationInProgress, strength of function medium, profile 2.999.1, ${told}`,
    'no',
    'https://pomelo.example/iso',
  ]);
  expect(sectionOf(certificate, 'References')?.rows).toMatchObject([{ value: 'https://pomelo.example/configuration (sha256 ab)' }]);
  const ownCertificates = sectionOf(certificate, 'Certificates of their own that components name')?.table?.rows;
  expect(ownCertificates).toEqual([['2', '9 (CN=Card CA)', 'https://pomelo.example/card.cer (sha256 ab)']]);
  expect(sectionOf(certificate, 'Extensions')?.table?.rows).toEqual([
    ['basicConstraints', 'no authority', 'yes', '2.5.29.19', '7', '3000'],
  ]);
});

test.each([
  [{ kind: 'iso9000', certified: false, uri: 'https://iso' } as const, 'not certified, https://iso'],
  [{ kind: 'uri', reference: { uri: 'https://x', hashAlgorithm: '2.999', hashValue: Uint8Array.of(1) } } as const, 'https://x (2.999 01)'],
])('a trait says all that it holds', (value, text) => {
  expect(traitText(value)).toBe(text);
});
