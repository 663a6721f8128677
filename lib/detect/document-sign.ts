import type { DeviceState } from '#lib/device/device-state.ts';
import type { DeviceDocument } from '#lib/device/types.ts';
import type { Check, CheckStatus } from '#lib/encoding/check.ts';
import { isReliedUpon } from './reliance.ts';
import type { Severity, Sign, Weighs } from './rule.ts';

/** What people call each kind of document. */
export const KIND_WORDS: Readonly<Record<DeviceDocument['read']['kind'], string>> = {
  'platform-certificate': 'platform certificate',
  'delta-platform-certificate': 'delta certificate',
  'rebase-platform-certificate': 'rebase certificate',
  'endorsement-key-certificate': 'EK certificate',
  'attestation-key-certificate': 'attestation key certificate',
  certificate: 'certificate',
  'certificate-revocation-list': 'revocation list',
  'ocsp-response': 'OCSP response',
  'cyclonedx-bom': 'BOM',
  inventory: 'inventory',
  'tpm-event-log': 'event log',
  'tpm-quote': 'TPM quote',
  'tpm-runtime-log': 'runtime log',
  'attestation-evidence': 'attestation evidence',
  'attestation-result': 'attestation result',
  'reference-manifest': 'reference manifest',
  unknown: 'file',
};

/** Digits of a hash that a person compares; the whole hash stands in `because`. */
const SHORT_HASH = 12;

/** A document in a few words: kind, serial number where it has one, and the begin of its artifact's hash. */
export function describeDocument({ read, sha256 }: DeviceDocument): string {
  const serial = serialNumberOf(read.document);
  return `${KIND_WORDS[read.kind]} ${serial === null ? '' : `number ${serial} `}(${sha256.slice(0, SHORT_HASH)})`;
}

function serialNumberOf(document: DeviceDocument['read']['document']): bigint | null {
  if (document === undefined) return null;
  if ('certificate' in document) return document.certificate.serialNumber;
  return 'holder' in document ? document.serialNumber : null;
}

interface DocumentSign {
  readonly document: DeviceDocument;
  readonly severity: Severity;
  readonly expected: string | null;
  readonly observed: string | null;
  readonly resolve: string;
  readonly detail: string;
  readonly weighs?: Weighs;
  /** Other artifacts that it rests on. */
  readonly because?: readonly string[];
  /** What else tells two findings of one rule about one document apart. */
  readonly key?: string;
}

/** A sign about one document: its document id, not its artifact's, so that PEM and DER of one certificate give one finding. */
export function documentSign({ document, key = '', because = [], ...rest }: DocumentSign): Sign {
  return { ...rest, key: `${document.read.id}>${key}`, subject: describeDocument(document), because: [document.sha256, ...because] };
}

/** Documents of a device with one of these checks in one of these states. */
export function documentsWithCheck(
  device: DeviceState,
  wanted: { readonly ids: readonly string[]; readonly statuses: readonly CheckStatus[] },
): readonly { readonly document: DeviceDocument; readonly check: Check }[] {
  return device.documents.flatMap((document) => {
    const check = document.checks.find(({ id, status }) => wanted.ids.includes(id) && wanted.statuses.includes(status));
    return check === undefined ? [] : [{ document, check }];
  });
}

interface FailedCheck {
  readonly device: DeviceState;
  readonly checks: readonly string[];
  readonly expected: string;
  readonly resolve: string;
}

/**
 * One sign for each document that fails one of the checks: critical where the device's answer rests on it, else low,
 * because a file that convinces nobody changes nothing.
 */
export function failedCheckSigns({ device, checks, expected, resolve }: FailedCheck): readonly Sign[] {
  return documentsWithCheck(device, { ids: checks, statuses: ['fail'] }).map(({ document, check }) => {
    const relied = isReliedUpon(device, document);
    return documentSign({
      document,
      severity: relied ? 'critical' : 'low',
      expected,
      observed: check.detail,
      resolve,
      detail: `The ${describeDocument(document)} ${relied ? 'does not pass' : 'changes nothing here'}: ${check.detail}.`,
      ...(relied ? {} : { weighs: 'none' }),
    });
  });
}
