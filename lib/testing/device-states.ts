import type { Document, ReadDocument } from '#lib/artifact/types.ts';
import { CATEGORIES } from '#lib/component/types.ts';
import type { RuleContext } from '#lib/detect/rule.ts';
import type { DeviceState } from '#lib/device/device-state.ts';
import type { Policy } from '#lib/device/policy.ts';
import type { Submission } from '#lib/device/submission-types.ts';
import type { TimelineEvent } from '#lib/device/timeline/timeline-types.ts';
import type { DeviceDocument, Difference, Observation, StateUnit } from '#lib/device/types.ts';
import type { Check, CheckStatus } from '#lib/encoding/check.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import type { Inventory } from '#lib/inventory/types.ts';
import { NO_TRAITS } from '#lib/platform-cert/trait-rules.ts';
import type { EndorsementKeyCertificate, PlatformCertificate } from '#lib/platform-cert/types.ts';
import type { Certificate, Name } from '#lib/x509/types.ts';

/** The instant at which hand-made devices are asked about. */
export const AT = '2026-06-01T00:00:00Z';

/** SHA-256 of a short text: an artifact's id in hand-made states. */
export const artifactId = (label: string): string => sha256Hex(label);

export const POLICY: Policy = {
  version: 1,
  freshnessDays: 90,
  requireRevocation: false,
  acceptExpiredWhenReceived: false,
  exemptCategories: [],
};

/** A memory module with a serial, unless told otherwise. */
export function makeUnit(over: Partial<StateUnit> = {}): StateUnit {
  return {
    class: { registry: '2.23.133.18.3.1', value: '00060004' },
    manufacturer: 'Kumquat Memory',
    model: 'KM-16G',
    serial: 'SN-0001',
    revision: null,
    manufacturerId: null,
    fieldReplaceable: true,
    addresses: [],
    status: null,
    category: 'memory',
    slot: null,
    hashes: {},
    provenance: { by: 'certificate', sha256: artifactId('base'), documentId: artifactId('base'), index: 0, label: 'certified' },
    pinnedSerial: null,
    ...over,
  };
}

/** System firmware of version 1.2.0, unless told otherwise. */
export function makeFirmware(over: Partial<StateUnit> = {}): StateUnit {
  const firmware = { class: { registry: '2.23.133.18.3.1', value: '00130003' }, manufacturer: 'Pomelo', model: 'System firmware' };
  return makeUnit({ ...firmware, serial: null, revision: '1.2.0', fieldReplaceable: null, category: 'firmware', ...over });
}

export function makeDifference(over: Partial<Difference> = {}): Difference {
  return {
    scope: 'conformance',
    kind: 'component-added',
    change: 'added',
    expected: null,
    observed: null,
    authorization: 'unauthorized',
    because: [artifactId('inventory')],
    at: '2026-05-01T00:00:00Z',
    equalBy: [],
    indistinguishable: false,
    serialReadBefore: false,
    ...over,
  };
}

export function makeSubmission(label: string, over: Partial<Submission> = {}): Submission {
  return {
    id: `submission-${label}`,
    sha256: artifactId(label),
    receivedAt: '2026-05-01T00:00:00Z',
    observedAt: null,
    submittedBy: 'olga',
    device: null,
    role: null,
    mayAttachTo: 'any',
    fileName: `${label}.bin`,
    ...over,
  };
}

export function makeCheck(id: string, status: CheckStatus = 'pass', detail = `${id} is ${status}`): Check {
  return { id, status, detail, spec: 'RFC 5280 section 6' };
}

const bytes = (): Uint8Array => new Uint8Array();

/** A name of one common name. */
export function makeName(commonName: string): Name {
  return { rdns: [[{ oid: '2.5.4.3', value: commonName }]], raw: bytes() };
}

export function makeCertificate(over: Partial<Certificate> = {}): Certificate {
  return {
    id: artifactId('certificate'),
    der: bytes(),
    tbs: bytes(),
    serialNumber: 7n,
    issuer: makeName('TPM Vendor CA'),
    subject: makeName(''),
    notBefore: '2025-01-01T00:00:00Z',
    notAfter: '2035-01-01T00:00:00Z',
    subjectPublicKeyInfo: bytes(),
    publicKeyAlgorithm: { oid: '1.2.840.113549.1.1.1', parameters: null },
    innerSignatureAlgorithm: { oid: '1.2.840.113549.1.1.11', parameters: null },
    signatureAlgorithm: { oid: '1.2.840.113549.1.1.11', parameters: null },
    signatureValue: bytes(),
    extensions: [],
    basicConstraints: null,
    keyUsage: null,
    extendedKeyUsage: null,
    subjectKeyIdentifier: null,
    authorityKeyIdentifier: null,
    warnings: [],
    ...over,
  };
}

export function makeEkCertificate(over: Partial<EndorsementKeyCertificate> = {}): EndorsementKeyCertificate {
  return {
    kind: 'endorsement-key-certificate',
    certificate: makeCertificate(),
    keyDigest: artifactId('ek key'),
    tpmManufacturer: 'id:4B554D51',
    tpmModel: 'KTPM',
    tpmVersion: 'id:0001',
    tpmSpecification: null,
    warnings: [],
    ...over,
  };
}

export function makePlatformCertificate(over: Partial<PlatformCertificate> = {}): PlatformCertificate {
  return {
    kind: 'platform-certificate',
    form: 'AC',
    id: artifactId('base'),
    der: bytes(),
    tbs: bytes(),
    specVersion: '1.1',
    serialNumber: 42n,
    issuer: makeName('Integrator CA'),
    holder: { issuer: makeName('TPM Vendor CA'), serialNumber: 7n },
    boundKey: null,
    notBefore: '2026-01-01T00:00:00Z',
    notAfter: '2036-01-01T00:00:00Z',
    platform: { manufacturer: 'Pomelo', model: 'Rack 2', version: 'A', serial: 'P-100', manufacturerId: null },
    components: [],
    componentsUri: null,
    properties: [],
    propertiesUri: null,
    platformConfigUri: null,
    credentialType: null,
    credentialSpecification: { major: 1, minor: 1, revision: 17 },
    platformSpecification: null,
    tbbSecurityAssertions: null,
    traits: NO_TRAITS,
    otherAttributes: [],
    targets: [],
    userNotice: null,
    unread: [],
    innerSignatureAlgorithm: { oid: '1.2.840.113549.1.1.11', parameters: null },
    signatureAlgorithm: { oid: '1.2.840.113549.1.1.11', parameters: null },
    signatureValue: bytes(),
    extensions: [],
    authorityKeyIdentifier: null,
    warnings: [],
    ...over,
  };
}

export function makeInventory(over: Partial<Inventory> = {}): Inventory {
  return {
    kind: 'inventory',
    format: 'paccor',
    mappingVersion: 1,
    platform: { manufacturer: 'Pomelo', model: 'Rack 2', version: 'A', serial: 'P-100' },
    components: [],
    properties: [],
    collector: null,
    measurements: [],
    events: [],
    isWhole: true,
    reportedAt: null,
    digest: artifactId('component set'),
    warnings: [],
    ...over,
  };
}

interface DocumentParts {
  readonly label: string;
  readonly document: Document;
  readonly over?: Partial<Omit<DeviceDocument, 'read'>>;
  readonly read?: Partial<ReadDocument>;
}

/** A document that convinces and contributes, unless told otherwise. */
export function makeDocument({ label, document, over = {}, read = {} }: DocumentParts): DeviceDocument {
  return {
    sha256: artifactId(label),
    read: { id: artifactId(label), kind: document.kind, document, warnings: [], error: null, offset: 0, ...read },
    submissions: [makeSubmission(label)],
    provenAt: '2026-05-01T00:00:00Z',
    checks: [],
    trusted: true,
    contributes: document.kind === 'platform-certificate',
    ground: 'holder',
    ...over,
  };
}

type DocumentOver = Partial<Omit<DeviceDocument, 'read'>>;

export const makeBase = (over: DocumentOver = {}, certificate: Partial<PlatformCertificate> = {}): DeviceDocument =>
  makeDocument({ label: 'base', document: makePlatformCertificate(certificate), over });

export const makeEk = (over: DocumentOver = {}, ek: Partial<EndorsementKeyCertificate> = {}): DeviceDocument =>
  makeDocument({ label: 'ek', document: makeEkCertificate(ek), over: { ground: 'ek-certificate', ...over } });

/** An inventory that covers every category, unless told otherwise. */
export function makeObservation(over: Partial<Observation> = {}): Observation {
  const submission = makeSubmission('inventory');
  return {
    submission,
    document: makeDocument({ label: 'inventory', document: makeInventory(), over: { trusted: false, ground: 'platform-serial' } }),
    source: 'olga paccor',
    collector: 'paccor',
    units: [],
    coverage: { version: 1, complete: CATEGORIES, partial: [], fields: null },
    strength: 2,
    ...over,
  };
}

/** A certificate-bound device whose inventory shows exactly what its base certifies, unless told otherwise. */
export function makeDevice(over: Partial<DeviceState> = {}): DeviceState {
  const unit = makeUnit();
  const seen = makeUnit({ provenance: { ...unit.provenance, by: 'observation', sha256: artifactId('inventory'), label: 'as-reported' } });
  const observed = makeObservation({ units: [seen] });
  return {
    id: 'device-1',
    keys: ['ek-key-1'],
    tier: 'certificate-bound',
    identity: { manufacturer: 'Pomelo', model: 'Rack 2', version: 'A', serial: 'P-100' },
    lifecycle: 'manufactured',
    documents: [makeBase(), makeEk(), observed.document],
    expected: { basis: 'certified', units: [unit], properties: [], because: [artifactId('base')] },
    observations: [observed],
    observed,
    attestation: { keys: [], attestations: [] },
    attestationPolicy: {
      ...{ freshnessDays: POLICY.freshnessDays, requiredPcrs: [], requireSecureBoot: false, requireReferences: false, lines: [] },
    },
    boots: [],
    contradictedBoots: [],
    untoldStart: null,
    firmware: null,
    files: null,
    results: [],
    olderLists: false,
    differences: [makeDifference({ kind: 'same', expected: unit, observed: seen, authorization: null })],
    timeline: [],
    problems: [],
    statements: [],
    nextChangeAt: null,
    ...over,
  };
}

export function makeEvent(over: Partial<TimelineEvent> = {}): TimelineEvent {
  return {
    id: 'event-1',
    at: '2026-05-01T00:00:00Z',
    receivedAt: '2026-05-01T00:00:00Z',
    lane: 'observation',
    kind: 'inventory',
    title: 'An inventory was handed in',
    facts: {},
    sha256: artifactId('inventory'),
    statement: null,
    by: 'olga',
    trusted: null,
    differences: [],
    repeats: null,
    ...over,
  };
}

/** What a rule is given: the clean device, changed as told. */
export function makeContext(over: Partial<DeviceState> = {}, policy: Partial<Policy> = {}): RuleContext {
  return { device: makeDevice(over), policy: { ...POLICY, ...policy }, at: AT };
}
