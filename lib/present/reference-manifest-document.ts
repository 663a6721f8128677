import type { ComidMeasurement } from '#lib/attestation/reference/comid-types.ts';
import type { ManifestDigest } from '#lib/attestation/reference/manifest-digest.ts';
import type { ManifestSignature, ReferenceManifest } from '#lib/attestation/reference/types.ts';
import type { Json } from '#lib/encoding/canonical-json.ts';

/** A reference manifest in the stable JSON of `assay inspect`. Keys and certificates are in the file. Described in docs/cli.md. */
export function referenceManifestDocument(manifest: ReferenceManifest): Json {
  const { format, tagId, tagVersion, name, version, versionScheme, corpus, patch, supplemental, bindingSpec, rimLinkHash } = manifest;
  return {
    ...{ format, tagId, tagVersion, name, version, versionScheme, corpus, patch, supplemental, bindingSpec },
    entities: manifest.entities.map((entity) => ({ ...entity, roles: [...entity.roles] })),
    platform: { ...manifest.platform },
    firmware: { ...manifest.firmware },
    links: manifest.links.map((link) => ({ ...link })),
    rimLinkHash,
    files: manifest.files.map(({ digests, tag: _, ...file }) => ({ ...file, digests: digestsOf(digests) })),
    measurements: manifest.measurements.map(({ alternatives, ...measurement }) => ({
      ...measurement,
      alternatives: digestsOf(alternatives),
    })),
    innerTags: manifest.innerTags.map((tag) => ({ ...tag })),
    triples: manifest.triples.map(({ environment, measurements: measured }) => ({
      environment: { ...environment },
      measurements: measured.map(measurementOf),
    })),
    validity: manifest.validity === null ? null : { ...manifest.validity },
    signature: manifest.signature === null ? null : signatureOf(manifest.signature),
  };
}

function digestsOf(digests: readonly ManifestDigest[]): Json {
  return digests.map((digest) => ({ ...digest }));
}

function measurementOf({ key, values }: ComidMeasurement): Json {
  const { version, svn, digests, flags, rawValue, registers, unread, ...plain } = values;
  return {
    key,
    ...plain,
    version: version === null ? null : { ...version },
    svn: svn === null ? null : { ...svn },
    digests: digestsOf(digests),
    flags: flags === null ? null : { ...flags },
    rawValue: rawValue === null ? null : { ...rawValue },
    registers: registers.map((register) => ({ register: register.register, digests: digestsOf(register.digests) })),
    unread: [...unread],
  };
}

function signatureOf({ form, algorithm, status, detail, weak, problems, certificates, keyIdentifiers }: ManifestSignature): Json {
  return {
    form,
    algorithm,
    status,
    detail,
    weak,
    problems: [...problems],
    certificates: certificates.length,
    keyIdentifiers: [...keyIdentifiers],
  };
}
