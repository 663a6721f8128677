import { systemFirmwareVersion } from '#lib/component/system-firmware.ts';
import { isAccepted } from '#lib/detect/decisions.ts';
import type { Assessed, Finding, Severity, Trust } from '#lib/detect/rule.ts';
import { attestationStandingOf } from '#lib/device/attested/attestation-standing.ts';
import { secureBootOf } from '#lib/device/attested/secure-boot.ts';
import { ownSubmissions } from '#lib/device/link/link-by-model.ts';
import { verdictDigest } from '#lib/store/assessments.ts';
import type { DeviceRecord, OpenFindings } from '#lib/store/device-row.ts';
import { withoutNul } from '#lib/store/packed-document.ts';
import { searchKey } from '#lib/store/search-key.ts';
import { versionKey } from '#lib/store/version-key.ts';

/** What needs a person first, from the most urgent on. */
export const URGENCY: readonly Trust[] = [
  'failed-verification',
  'changed-unexplained',
  'incomplete-evidence',
  'stale',
  'not-enrolled',
  'changed-authorized',
  'unchanged-since-baseline',
  'verified',
];

/** The row of a device in the fleet. */
export function deviceRecord(assessed: Assessed): DeviceRecord {
  const { device, verdict, findings, at } = assessed;
  const { manufacturer, model, version, serial } = device.identity;
  const openFindings = countOpen(findings);
  const submissions = ownSubmissions(device.documents)
    .map(({ receivedAt }) => receivedAt)
    .sort();
  const { standing, lastAttestedAt, silentSince } = attestationStandingOf(device, at);
  const firmwareVersion = textOf(systemFirmwareVersion(device.observed?.units ?? []));
  // An event may tell many acts: the last of them is among the submissions.
  const events = [...device.timeline.map(({ receivedAt }) => receivedAt), ...submissions].sort();
  return {
    id: device.id,
    tier: device.tier,
    trust: verdict.trust,
    lifecycle: verdict.lifecycle,
    reason: withoutNul(verdict.reasons[0] ?? ''),
    manufacturer: textOf(manufacturer),
    model: textOf(model),
    version: textOf(version),
    serial: textOf(serial),
    manufacturerKey: searchKey(manufacturer),
    modelKey: searchKey(model),
    serialKey: searchKey(serial),
    attention: attentionOf(verdict.trust, openFindings),
    openFindings,
    firstSeenAt: submissions[0] ?? at,
    lastObservedAt: device.observed?.submission.receivedAt ?? null,
    lastChangedAt: events.at(-1) ?? at,
    attestation: standing,
    lastAttestedAt,
    silentSince,
    secureBoot: secureBootOf(device),
    firmwareVersion,
    firmwareKey: versionKey(firmwareVersion),
    // As the table gives it back, so that equal instants in other words are not written again.
    nextChangeAt: device.nextChangeAt === null ? null : new Date(device.nextChangeAt).toISOString(),
    assessedAt: at,
    verdictDigest: verdictDigest(assessed),
    ruleSet: assessed.ruleSet,
    stopped: null,
  };
}

const textOf = (text: string | null): string | null => (text === null ? null : withoutNul(text));

/** Open findings that nobody with the right accepted. */
function countOpen(findings: readonly Finding[]): OpenFindings {
  const open = findings.filter(({ decision }) => !isAccepted(decision));
  const count = (severity: Severity): number => open.filter((finding) => finding.severity === severity).length;
  return { critical: count('critical'), high: count('high'), medium: count('medium'), low: count('low'), info: count('info') };
}

function attentionOf(trust: Trust, { critical, high, medium, low }: OpenFindings): number {
  const urgency = URGENCY.length - URGENCY.indexOf(trust);
  return (
    urgency * 10_000_000 + Math.min(critical, 9) * 1_000_000 + Math.min(high, 99) * 10_000 + Math.min(medium, 99) * 100 + Math.min(low, 99)
  );
}
