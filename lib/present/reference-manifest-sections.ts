import type { ComidEnvironment, ComidValues } from '#lib/attestation/reference/comid-types.ts';
import type { ManifestDigest } from '#lib/attestation/reference/manifest-digest.ts';
import type { ReferenceManifest } from '#lib/attestation/reference/types.ts';
import { catalogueOf } from '#lib/i18n/catalogue.ts';
import type { Section, SectionMaker } from './document-fields.ts';

/** All that a reference manifest says: for which platform, what it vouches for, who wrote it and what it builds on. */
export function referenceManifestSections(manifest: ReferenceManifest, make: SectionMaker): readonly Section[] {
  const { files, measurements, entities, links } = manifest;
  return [
    headSection(manifest, make),
    make.table(
      'manifestFiles',
      ['name', 'path', 'size', 'hashes'],
      files.map(({ name, directory, size, digests }) => [name, directory, size, digestsText(digests)]),
    ),
    make.table(
      'spdmMeasurements',
      ['index', 'name', 'compared', 'hashes'],
      measurements.map(({ index, name, active, alternatives }) => [index, name, active, digestsText(alternatives)]),
    ),
    make.table(
      'measuredEnvironments',
      ['meaning', 'name', 'version', 'hashes'],
      manifest.triples.flatMap(({ environment, measurements: measured }) =>
        measured.map(({ key, values }) => [environmentText(environment), values.name ?? key, values.version?.version, valuesText(values)]),
      ),
    ),
    make.table(
      'entities',
      ['name', 'regid', 'roles'],
      entities.map(({ name, regid, roles }) => [name, regid, roles.join(', ')]),
    ),
    make.table(
      'links',
      ['rel', 'href'],
      links.map(({ rel, href }) => [rel, href]),
    ),
  ];
}

function environmentText({ vendor, model, classId, instance }: ComidEnvironment): string {
  return [vendor, model, classId, instance].filter((part) => part !== null).join(' ');
}

function valuesText({ digests, registers, svn }: ComidValues): string {
  const held = registers.map(({ register, digests: values }) => `${register}: ${digestsText(values)}`);
  const security = svn === null ? [] : [`security version ${svn.kind === 'minimum' ? 'from ' : ''}${svn.value}`];
  return [...(digests.length === 0 ? [] : [digestsText(digests)]), ...held, ...security].join('; ');
}

function headSection(manifest: ReferenceManifest, make: SectionMaker): Section {
  const { platform, firmware, signature, patch, supplemental } = manifest;
  const words = catalogueOf(make.locale).document;
  const role = patch ? 'patch' : supplemental ? 'supplemental' : 'base';
  return make.section('manifest', [
    ['format', manifest.format],
    ['manifestRole', words.manifestRole[role]],
    ['tagId', manifest.tagId],
    ['tagVersion', manifest.tagVersion],
    ['name', manifest.name],
    ['version', manifest.version],
    ['bindingSpec', manifest.bindingSpec],
    ['manufacturer', platform.manufacturer],
    ['manufacturerId', platform.manufacturerId],
    ['model', platform.model],
    ['firmwareManufacturer', firmware.manufacturer],
    ['firmwareModel', firmware.model],
    ['firmwareVersion', firmware.version],
    ['rimLinkHash', manifest.rimLinkHash],
    ['notBefore', manifest.validity?.notBefore],
    ['notAfter', manifest.validity?.notAfter],
    ['signatureAlgorithm', signature?.algorithm],
    ['signatureStatus', signature === null ? null : words.signatureStatus[signature.status]],
  ]);
}

function digestsText(digests: readonly ManifestDigest[]): string {
  return digests.map(({ algorithm, value }) => `${algorithm} ${value}`).join('; ');
}
