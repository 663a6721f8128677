import type { ManifestDigest } from './manifest-digest.ts';

/** What a triple speaks of. Null where it says nothing. @spec draft-ietf-rats-corim section 5.1.4.1 (environment-map) */
export interface ComidEnvironment {
  /** `oid:`, `uuid:`, `bytes:` or `integer:` and its value. */
  readonly classId: string | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly layer: number | null;
  readonly index: number | null;
  /** `uuid:`, `ueid:`, `bytes:` … and its value. */
  readonly instance: string | null;
  readonly group: string | null;
}

/** A security version number: exactly it, or it and everything above. @spec section 5.1.4.5.4 (svn-type-choice) */
export interface ComidSvn {
  readonly kind: 'exact' | 'minimum';
  readonly value: number;
}

/** Octets, and which of their bits count; all where there is no mask. In hexadecimal. @spec section 5.1.4.5.6 */
export interface ComidRawValue {
  readonly value: string;
  readonly mask: string | null;
}

/** What a register such as a PCR holds. @spec section 5.1.4.5.9 (integrity-registers) */
export interface ComidRegister {
  /** A number or a text, as written. */
  readonly register: string;
  readonly digests: readonly ManifestDigest[];
}

/** What a measurement says. Null, or empty, where it says nothing. @spec section 5.1.4.5 (measurement-values-map) */
export interface ComidValues {
  readonly version: { readonly version: string; readonly scheme: string | null } | null;
  readonly svn: ComidSvn | null;
  readonly digests: readonly ManifestDigest[];
  /** By number of the flag. */
  readonly flags: Readonly<Record<string, boolean>> | null;
  readonly rawValue: ComidRawValue | null;
  readonly macAddress: string | null;
  readonly ipAddress: string | null;
  readonly serialNumber: string | null;
  readonly ueid: string | null;
  readonly uuid: string | null;
  readonly name: string | null;
  readonly registers: readonly ComidRegister[];
  /** Code points that this program doesn't know; with one of them nothing matches. */
  readonly unread: readonly string[];
}

/** One measurement of an environment. */
export interface ComidMeasurement {
  /** Which element was measured: `oid:`, `uuid:`, `integer:` or `text:` and its value; null for the environment as a whole. */
  readonly key: string | null;
  readonly values: ComidValues;
}

/** The measurements that an environment has when it is as it should be. @spec section 5.1.4.2 (reference-triple-record) */
export interface ReferenceTriple {
  /** Of the tag inside a manifest that it stands in. */
  readonly tag?: string;
  readonly environment: ComidEnvironment;
  readonly measurements: readonly ComidMeasurement[];
}
