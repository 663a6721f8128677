import type { ManifestDigest, ReferenceManifest, XmlManifestSignature } from '#lib/attestation/reference/types.ts';
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
    files: manifest.files.map(({ digests, ...file }) => ({ ...file, digests: digestsOf(digests) })),
    measurements: manifest.measurements.map(({ alternatives, ...measurement }) => ({
      ...measurement,
      alternatives: digestsOf(alternatives),
    })),
    signature: manifest.signature === null ? null : signatureOf(manifest.signature),
  };
}

function digestsOf(digests: readonly ManifestDigest[]): Json {
  return digests.map((digest) => ({ ...digest }));
}

function signatureOf({ form, algorithm, status, detail, weak, problems, certificates, keyIdentifiers }: XmlManifestSignature): Json {
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
