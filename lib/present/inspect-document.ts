import type { Document } from '#lib/artifact/types.ts';
import type { BomComponent, BomSignature, CycloneDxBom } from '#lib/cyclonedx/types.ts';
import { toHex } from '#lib/encoding/bytes.ts';
import type { Json } from '#lib/encoding/canonical-json.ts';
import type { Inventory, InventoryComponent } from '#lib/inventory/types.ts';
import type { AttestationKeyCertificate, EndorsementKeyCertificate } from '#lib/platform-cert/types.ts';
import { firstEntries } from '#lib/x509/certificate-list-entries.ts';
import { nameText } from '#lib/x509/name.ts';
import type { CertificateList, OcspResponse } from '#lib/x509/revocation-types.ts';
import { signatureAlgorithmName } from '#lib/x509/signature.ts';
import type { Certificate } from '#lib/x509/types.ts';
import { attestationResultDocument } from './attestation-result-document.ts';
import { componentDocument } from './component-document.ts';
import { extensionDocument, platformCertificateDocument } from './platform-certificate-document.ts';
import { referenceManifestDocument } from './reference-manifest-document.ts';
import { eventLogDocument, evidenceDocument, quoteDocument, runtimeLogDocument } from './tpm-document.ts';

/** What a document claims, as the stable JSON of `assay inspect`; null when it could not be read. Described in docs/cli.md. */
export function inspectDocument(document: Document | undefined): Json {
  if (document === undefined) return null;
  switch (document.kind) {
    case 'platform-certificate':
    case 'delta-platform-certificate':
    case 'rebase-platform-certificate':
      return platformCertificateDocument(document);
    case 'endorsement-key-certificate':
      return endorsementKeyCertificate(document);
    case 'attestation-key-certificate':
      return attestationKeyCertificate(document);
    case 'certificate':
      return certificate(document.certificate);
    case 'certificate-revocation-list':
      return revocationList(document);
    case 'ocsp-response':
      return ocspResponse(document);
    case 'cyclonedx-bom':
      return bom(document);
    case 'inventory':
      return inventory(document);
    case 'attestation-result':
      return attestationResultDocument(document);
    case 'reference-manifest':
      return referenceManifestDocument(document);
    case 'tpm-event-log':
      return eventLogDocument(document);
    case 'attestation-evidence':
      return evidenceDocument(document);
    case 'tpm-runtime-log':
      return runtimeLogDocument(document);
    case 'tpm-quote':
      return quoteDocument(document);
    default:
      return document satisfies never;
  }
}

function certificate(document: Certificate): Json & object {
  return {
    serialNumber: document.serialNumber.toString(),
    issuer: nameText(document.issuer),
    subject: nameText(document.subject),
    notBefore: document.notBefore,
    notAfter: document.notAfter,
    signatureAlgorithm: signatureAlgorithmName(document.signatureAlgorithm.oid),
    extensions: document.extensions.map(extensionDocument),
  };
}

function endorsementKeyCertificate(document: EndorsementKeyCertificate): Json {
  const { tpmManufacturer, tpmModel, tpmVersion, tpmSpecification, keyDigest } = document;
  const specification = tpmSpecification === null ? null : { ...tpmSpecification };
  const tpm = { manufacturer: tpmManufacturer, model: tpmModel, version: tpmVersion, specification };
  return { ...certificate(document.certificate), tpm, keyDigest };
}

function attestationKeyCertificate(document: AttestationKeyCertificate): Json {
  const { keyDigest, use, verified, hardwareModules, permanentIdentifiers, tpmManufacturer } = document;
  const { manufacturer, model, version, serial } = document.platform;
  return {
    ...certificate(document.certificate),
    use,
    verified,
    hardwareModules: hardwareModules.map(({ type, serial: octets }) => ({ type, serial: toHex(octets) })),
    permanentIdentifiers: permanentIdentifiers.map(({ value, assigner }) => ({ value, assigner })),
    tpm: { manufacturer: tpmManufacturer },
    platform: { manufacturer, model, version, serial },
    keyDigest,
  };
}

/** Entries of a list that the JSON has; `entryCount` tells how many there are. */
const MAX_ENTRIES = 1000;

function revocationList(list: CertificateList): Json {
  const { number, baseNumber, thisUpdate, nextUpdate, entryCount, obstacle } = list;
  return {
    issuer: nameText(list.issuer),
    number: number?.toString() ?? null,
    baseNumber: baseNumber?.toString() ?? null,
    thisUpdate,
    nextUpdate,
    entryCount,
    entries: firstEntries(list, MAX_ENTRIES).map(({ serialNumber, ...entry }) => ({ serialNumber: serialNumber.toString(), ...entry })),
    obstacle,
    signatureAlgorithm: signatureAlgorithmName(list.signatureAlgorithm.oid),
  };
}

function ocspResponse({ responder, producedAt, answers, obstacle, signatureAlgorithm }: OcspResponse): Json {
  return {
    responder: responder.by === 'name' ? nameText(responder.name) : toHex(responder.keyHash),
    producedAt,
    answers: answers.map(({ certificate, status, thisUpdate, nextUpdate, archiveCutoff }) => ({
      serialNumber: certificate.serialNumber.toString(),
      status: status.kind,
      revokedAt: status.kind === 'revoked' ? status.revokedAt : null,
      reason: status.kind === 'revoked' ? status.reason : null,
      invalidSince: status.kind === 'revoked' ? status.invalidSince : null,
      thisUpdate,
      nextUpdate,
      archiveCutoff,
    })),
    obstacle,
    signatureAlgorithm: signatureAlgorithmName(signatureAlgorithm.oid),
  };
}

function bom(document: CycloneDxBom): Json {
  const {
    form,
    specVersion,
    serialNumber,
    version,
    subject,
    components,
    digest,
    schemaValid,
    signatures,
    sections,
    problems,
    links = [],
  } = document;
  return {
    form,
    specVersion,
    serialNumber,
    version,
    subject: subject === null ? null : subjectOf(subject),
    components: components.length,
    componentList: components.slice(0, MAX_LISTED_COMPONENTS).map(bomComponent),
    digest,
    schemaValid,
    signatures: signatures.map(signatureOf),
    bomLinks: links.map((link) => ({ ...link })),
    sections: sections.map(({ name, count, entries }) => ({ name, count, entries: entries.map((entry) => ({ ...entry })) })),
    problems: problems.map((problem) => ({ ...problem })),
  };
}

/** Components of a BOM that are told one by one, so that half a million of them are no text of hundreds of megabytes. */
const MAX_LISTED_COMPONENTS = 10_000;

function bomComponent(component: BomComponent): Json {
  const { category, slot, type, group, bomRef, purl, cpe, swidTagId, quantity, hashes, path, properties } = component;
  return {
    ...componentDocument(component),
    category,
    slot,
    type,
    group,
    bomRef,
    purl,
    cpe,
    swidTagId,
    quantity,
    hashes: { ...hashes },
    path,
    properties: properties.map(({ name, value }) => ({ name, value })),
  };
}

/** Keys and certificates are in the file. */
function signatureOf({ path, form, algorithm, status, detail, weak, excludes }: BomSignature): Json {
  return { path, form, algorithm, status, detail, weak, excludes: [...excludes] };
}

function subjectOf({ manufacturer, model, version, serial, type, bomRef }: NonNullable<CycloneDxBom['subject']>): Json {
  return { manufacturer, model, version, serial, type, bomRef };
}

function inventory(document: Inventory): Json {
  const { format, collector, mappingVersion, platform, components, properties, measurements, events, reportedAt } = document;
  return {
    format,
    collector,
    mappingVersion,
    reportedAt: reportedAt === null ? null : { ...reportedAt },
    platform: { ...platform },
    components: components.map(reportedComponent),
    properties: properties.map(({ name, value }) => ({ name, value })),
    measurements: measurements.map(({ name, digest }) => ({ name, digest })),
    events: events.map(({ source, what, message, time }) => ({ source, what, message, time: time === null ? null : { ...time } })),
  };
}

function reportedComponent(component: InventoryComponent): Json {
  const { category, slot, path, from } = component;
  return { ...componentDocument(component), category, slot, path, from: { ...from } };
}
