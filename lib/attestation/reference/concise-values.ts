import { TPM_HASHES } from '#lib/tpm/algorithms.ts';
import type { ComidEnvironment, ComidMeasurement, ReferenceTriple } from './comid-types.ts';
import type { ManifestDigest } from './manifest-digest.ts';
import type { ReferenceSource, ReferenceValue, RegisterReference } from './reference-value.ts';
import { valuesOfFirmware } from './source-values.ts';
import type { ReferenceManifest } from './types.ts';

/** What a concise manifest knows: single measurements, and what registers hold in the end. */
export interface ConciseValues {
  readonly values: readonly ReferenceValue[];
  readonly registers: readonly RegisterReference[];
}

/** The profile in which the key of a measurement is the number of a PCR, and its digests what the PCR holds. */
const PCR_PROFILE = 'tag:github.com/parallaxsecond,2023-03-03:tpm';
/** The profile in which the one digest is over several PCRs: a log has nothing to compare with it. */
const QUOTE_PROFILE = 'http://enacttrust.com/veraison/1.0.0';
const MAX_PCR = 23;

/**
 * Reference values of a concise manifest: digests of its triples and of the files of its payload, good in whichever PCR they are measured;
 * and integrity registers, which are compared with what all records of a PCR add up to. A measurement with a code point that is not known gives none.
 * @spec draft-ietf-rats-corim sections 5.1.4.2 and 5.1.4.5.9; RFC 9393 section 2.9.2
 */
export function valuesOfConcise(manifest: ReferenceManifest, source: ReferenceSource): ConciseValues {
  const { format, files, triples, bindingSpec } = manifest;
  if (format === 'swid-rim') return { values: [], registers: [] };
  const measured = triples.flatMap((triple) =>
    understood(triple).map((measurement) => ({ environment: triple.environment, measurement, of: inTag(source, triple) })),
  );
  const listed = files.map((file) => ({ name: file.name, hashes: hashesOf(file.digests), of: inTag(source, file) }));
  const isOfFiles = bindingSpec !== PCR_PROFILE && bindingSpec !== QUOTE_PROFILE;
  const parts = measured.map(({ environment, measurement, of }) => ({
    name: partName(environment, measurement),
    hashes: hashesOf(measurement.values.digests),
    of,
  }));
  return {
    values: (isOfFiles ? [...listed, ...parts] : listed).flatMap(({ of, ...part }) => valuesOfFirmware([part], of)),
    registers: measured.flatMap(({ measurement, of }) => registersOf(measurement, { profile: bindingSpec, source: of })),
  };
}

/** Each tag has a version of its own, so that another manifest may replace one and not the other. */
const inTag = (source: ReferenceSource, { tag }: { readonly tag?: string }): ReferenceSource =>
  tag === undefined ? source : { ...source, tag };

const understood = ({ measurements }: ReferenceTriple): readonly ComidMeasurement[] =>
  measurements.filter(({ values }) => values.unread.length === 0);

const hashesOf = (digests: readonly ManifestDigest[]): Readonly<Record<string, string>> =>
  Object.fromEntries(digests.map(({ algorithm, value }) => [algorithm, value]));

function partName({ vendor, model, classId }: ComidEnvironment, { key, values }: ComidMeasurement): string {
  const subject = [vendor, model].filter((part) => part !== null).join(' ') || (classId ?? 'a part');
  const element = values.name ?? key;
  const version = values.version?.version;
  return `${subject}${element === null ? '' : `, ${element}`}${version === undefined ? '' : `, version ${version}`}`;
}

interface OfProfile {
  readonly profile: string | null;
  readonly source: ReferenceSource;
}

function registersOf({ key, values }: ComidMeasurement, { profile, source }: OfProfile): readonly RegisterReference[] {
  const own = profile === PCR_PROFILE && key !== null ? [{ register: key.replace(/^integer:/, ''), digests: values.digests }] : [];
  return [...own, ...values.registers].flatMap(({ register, digests }): RegisterReference[] => {
    const pcr = /^\d{1,2}$/.test(register) ? Number(register) : MAX_PCR + 1;
    const known = digests.flatMap(({ algorithm, value }): ReferenceValue[] => {
      const bank = TPM_HASHES.find(({ name }) => name === algorithm);
      return bank === undefined ? [] : [{ pcr, bank: bank.id, digest: value, eventType: null, describes: `value of PCR ${pcr}`, source }];
    });
    return pcr > MAX_PCR || known.length === 0 ? [] : [{ pcr, values: known }];
  });
}
