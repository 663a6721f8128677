import type { ManufacturerAlias } from '#lib/component/aliases.ts';
import type { Policy } from '../policy.ts';
import type { AttestationPolicyLine } from './attestation-policy-types.ts';
import type { IssuerPolicyLine } from './issuer-policy-types.ts';

/** Lifecycle phases that a person can declare. `manufactured` follows from a contributing base. */
export const LIFECYCLES = [
  'unknown',
  'manufactured',
  'in-transit',
  'received',
  'accepted',
  'in-service',
  'in-repair',
  'quarantined',
  'retired',
] as const;
export type Lifecycle = (typeof LIFECYCLES)[number];

/** What a person says to the program. `id` is the SHA-256 of its canonical JSON without `id`. */
export type Statement = StatementHead &
  (
    | { readonly kind: 'lifecycle'; readonly device: string; readonly state: Lifecycle }
    /** Accept one observation as what the device holds; in force once another person approves it. */
    | { readonly kind: 'baseline'; readonly device: string; readonly submission: string }
    /** Of several base certificates this one (document id) counts; in force once another person approves it. */
    | { readonly kind: 'base-choice'; readonly device: string; readonly certificate: string }
    /** This submission belongs to this device. */
    | { readonly kind: 'link'; readonly submission: string; readonly device: string }
    | {
        readonly kind: 'decision';
        readonly device: string;
        readonly finding: string;
        readonly decision: DecisionKind;
        readonly expiresAt: string | null;
      }
    /** A second person agrees with the statement named. Void when it is the same author. */
    | { readonly kind: 'approval'; readonly statement: string }
    | { readonly kind: 'withdrawal'; readonly statement: string }
    /** A certificate becomes, or stops being, a trust anchor. `certificate` is base64 of its DER. */
    | {
        readonly kind: 'anchor';
        readonly action: 'add' | 'remove';
        readonly sha256: string;
        readonly certificate: string | null;
        readonly label: string;
      }
    /** A public key becomes, or stops being, that of a verifier whose attestation results count. `publicKey` is base64 of its SubjectPublicKeyInfo. */
    | {
        readonly kind: 'verifier-key';
        readonly action: 'add' | 'remove';
        /** Of the SubjectPublicKeyInfo. */
        readonly sha256: string;
        readonly publicKey: string | null;
        /** Its name in tokens (`kid`). */
        readonly keyId: string | null;
        /** The issuer that it speaks for; null: any. */
        readonly issuer: string | null;
        readonly label: string;
      }
    | { readonly kind: 'policy'; readonly policy: Policy }
    /** Who may say what: a line of the table is added or ends, once another person approves it. */
    | { readonly kind: 'issuer-policy'; readonly change: LineChange<IssuerPolicyLine> }
    /** Two manufacturer names mean the same, or no longer do, once another person approves it. */
    | { readonly kind: 'manufacturer-alias'; readonly change: LineChange<ManufacturerAlias> }
    /** What devices of a group have to show: a line of the table is added or ends, once another person approves it. */
    | { readonly kind: 'attestation-policy'; readonly change: LineChange<AttestationPolicyLine> }
    /**
     * The program saw that an attestation key lives in the TPM of an endorsement key. Both are base64 of a TPM2B_PUBLIC. Names no device:
     * it leads from the one key to the other, and what the endorsement key is worth its certificate says.
     */
    | {
        readonly kind: 'attestation-key';
        readonly endorsementKey: string;
        /** Document id of the certificate of the endorsement key; null where none came along. */
        readonly endorsementCertificate: string | null;
        readonly attestationKey: string;
        readonly method: EnrolmentMethod;
        /** Document id of the certificate by which it was enrolled: its own, or that of the key that certified it. Absent where a credential was opened. */
        readonly attestationCertificate?: string | undefined;
        /** By which another key of the same TPM certified it; absent where none did. */
        readonly certification?: KeyCertification | undefined;
      }
    /** A new TPM, or a new board, and still the same device. In force once approved. */
    | { readonly kind: 'identity-continuity'; readonly device: string; readonly from: string; readonly to: string }
  );
/** How it was shown that an attestation key lives beside an endorsement key. */
export const ENROLMENT_METHODS = ['credential-activation', 'certificate', 'certification'] as const;
export type EnrolmentMethod = (typeof ENROLMENT_METHODS)[number];

/** What a key that its maker certified (an IAK) said of an attestation key by TPM2_Certify. Octets in base64. */
export interface KeyCertification {
  /** TPM2B_PUBLIC of the key that signed. */
  readonly certifyingKey: string;
  /** TPM2B_PUBLIC of the storage key above the attestation key; absent where that is the endorsement key, or a hierarchy. */
  readonly parentKey?: string | undefined;
  /** TPMS_ATTEST. */
  readonly attest: string;
  /** TPMT_SIGNATURE. */
  readonly signature: string;
  /** Hexadecimal: what was asked. */
  readonly nonce: string;
}

export type StatementKind = Statement['kind'];
export type DecisionKind = 'accept-risk' | 'false-alarm' | 'investigating' | 'resolved';

interface StatementHead {
  readonly id: string;
  readonly author: string;
  readonly at: string;
  readonly reason: string;
}

/** What a line of each governing table says, by the kind of the statements that change the table. */
export interface GoverningLines {
  readonly 'issuer-policy': IssuerPolicyLine;
  readonly 'manufacturer-alias': ManufacturerAlias;
  readonly 'attestation-policy': AttestationPolicyLine;
}
export type GoverningKind = keyof GoverningLines;

/**
 * One change of a table that holds for all devices and that nobody changes alone: it counts once another person approves it,
 * and from then on no withdrawal takes it back, because that would be one person's doing again. Every statement with a
 * `change` is such a one.
 */
export type LineChange<Line> =
  | { readonly action: 'add'; readonly line: Line }
  /** `line`: id of the statement that added it. From `until` on (ISO 8601) it doesn't hold; null: it never did. */
  | { readonly action: 'end'; readonly line: string; readonly until: string | null };
