import { systemFirmwareVersion } from '#lib/component/system-firmware.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import type { Assessment } from '#lib/detect/assess.ts';
import type { Assessed, Finding } from '#lib/detect/rule.ts';
import { describePlatform } from '#lib/detect/unit-text.ts';
import { attestationStandingOf } from '#lib/device/attested/attestation-standing.ts';
import type { Boot, ContradictedBoot } from '#lib/device/attested/boot-types.ts';
import type { ForeignResult } from '#lib/device/attested/foreign-results.ts';
import { secureBootOf } from '#lib/device/attested/secure-boot.ts';
import type { DeviceState, Unlinked } from '#lib/device/device-state.ts';
import type { TimelineEvent } from '#lib/device/timeline/timeline-types.ts';
import type { Difference } from '#lib/device/types.ts';
import type { Json } from '#lib/encoding/canonical-json.ts';
import { briefTime } from '#lib/encoding/time-text.ts';
import { unitDocument } from './component-document.ts';
import { measuredFirmwareDocument, measuredFirmwareText } from './measured-firmware-document.ts';
import { type AskedDevice, askedDocument, askedLines, placeLines } from './trace-asked.ts';

/** What a trace tells of an assessment. */
type Told = Pick<Assessment, 'assessed' | 'unlinked'>;

/** The stable JSON of `assay trace`: devices in the order of the assessment, and what is not linked. Described in docs/cli.md. */
export function traceDocument({ assessed, unlinked }: Told, asked: AskedDevice | null = null): TraceDocument {
  return {
    asked: asked === null ? null : askedDocument(asked),
    devices: assessed.map(deviceDocument),
    unlinked: unlinked.map(unlinkedDocument),
  };
}

type TraceDocument = {
  /** Of downloaded evidence: the device that was asked for, and why the others are there. */
  readonly asked: Json;
  readonly devices: readonly Json[];
  readonly unlinked: readonly Json[];
};

function deviceDocument({ device, verdict, findings, at }: Assessed): Json {
  const { manufacturer, model, version, serial } = device.identity;
  return {
    key: device.id,
    tier: device.tier,
    identity: { manufacturer, model, version, serial },
    verdict: { lifecycle: verdict.lifecycle, trust: verdict.trust, reasons: verdict.reasons },
    expected: device.expected.units.map(unitDocument),
    observed: (device.observed?.units ?? []).map(unitDocument),
    differences: device.differences.filter(({ kind }) => kind !== 'same').map(differenceDocument),
    attestation: attestationDocument(device, at),
    boots: device.boots.map(bootDocument),
    contradictedBoots: device.contradictedBoots.map(contradictedBootDocument),
    firmware: device.firmware === null ? null : measuredFirmwareDocument(device.firmware),
    results: device.results.map(resultDocument),
    olderLists: device.olderLists,
    timeline: device.timeline.map(eventDocument),
    findings: findings.map(findingDocument),
  };
}

function differenceDocument({ scope, kind, change, expected, observed, authorization }: Difference): Json {
  return {
    scope,
    kind,
    change,
    expected: expected === null ? null : unitDocument(expected),
    observed: observed === null ? null : unitDocument(observed),
    authorization,
  };
}

/** What lists of devices tell of it, too. */
function attestationDocument(device: DeviceState, at: string): Json {
  const { standing, lastAttestedAt } = attestationStandingOf(device, at);
  const firmwareVersion = systemFirmwareVersion(device.observed?.units ?? []);
  return { standing, lastAttestedAt, secureBoot: secureBootOf(device), firmwareVersion };
}

function bootDocument({ sha256, firstSeenAt, lastSeenAt, seen, records, steps, furtherSteps }: Boot): Json {
  return {
    sha256,
    firstSeenAt,
    lastSeenAt,
    seen,
    records,
    steps: steps === null ? null : steps.map(({ kind, pcr, type, says }) => ({ kind, pcr, type, says: [...says] })),
    furtherSteps,
  };
}

function contradictedBootDocument({ sha256, firstSeenAt, lastSeenAt, seen, records, says }: ContradictedBoot): Json {
  return { sha256, firstSeenAt, lastSeenAt, seen, records, says };
}

function resultDocument({ sha256, format, issuer, status, detail, at, standing, why, staleAt, isCurrent }: ForeignResult): Json {
  return { sha256, format, issuer, status, detail, at, standing, why, staleAt, current: isCurrent };
}

const eventDocument = ({ id, at, receivedAt, kind, title, sha256, trusted, repeats }: TimelineEvent): Json => ({
  id,
  at,
  receivedAt,
  kind,
  title,
  sha256,
  trusted,
  repeats: repeats === null ? null : { count: repeats.count, firstAt: at, lastAt: repeats.lastAt, documents: [...repeats.documents] },
});

function findingDocument({ rule, severity, subject, expected, observed, because, resolve }: Finding): Json {
  return { rule, severity, subject, expected, observed, because, resolve };
}

function unlinkedDocument({ submission, reason }: Unlinked): Json {
  return { file: submission.fileName ?? submission.sha256, reason };
}

/** The same for a person at a terminal, one line each; text of files is made visible. */
export function traceLines({ assessed, unlinked }: Told, asked: AskedDevice | null = null): readonly string[] {
  const waiting = unlinked.map(
    ({ submission, reason, detail }) => `  ${visibleText(submission.fileName ?? submission.sha256)}: ${visibleText(detail)} (${reason})`,
  );
  return [
    ...(asked === null ? [] : askedLines(asked)),
    ...assessed.flatMap((each) => deviceLines(each, asked)),
    ...(assessed.length === 0 ? ['No device: nothing that was handed in forms one.'] : []),
    ...(waiting.length === 0 ? [] : ['', 'Not linked to a device:', ...waiting]),
  ];
}

function deviceLines({ device, verdict, findings, at }: Assessed, asked: AskedDevice | null): readonly string[] {
  const { expected, observed, differences } = device;
  const changes = differences.filter(({ scope, kind }) => scope === 'conformance' && kind !== 'same').length;
  return [
    '',
    `${visibleText(describePlatform(device.identity))} (${device.tier})`,
    ...(asked === null ? [] : placeLines(device.id, asked)),
    `  trust: ${verdict.trust}; lifecycle: ${verdict.lifecycle}`,
    ...verdict.reasons.map((reason) => `    ${visibleText(reason)}`),
    `  ${expected.units.length} expected, ${observed?.units.length ?? 0} observed, ${changes} different`,
    ...attestationLines(device, at),
    ...(device.firmware === null ? [] : [`  ${visibleText(measuredFirmwareText(device.firmware))}`]),
    ...(device.timeline.length === 0 ? [] : ['  timeline:']),
    ...device.timeline.map(({ at, title }) => `    ${briefTime(at)}  ${visibleText(title)}`),
    ...(findings.length === 0 ? ['  no findings'] : ['  findings:']),
    ...findings.flatMap(({ severity, rule, detail, resolve }) => [
      `    ${severity} ${rule}: ${visibleText(detail)}`,
      `      what to do: ${visibleText(resolve)}`,
    ]),
  ];
}

/** Nothing about a device that no TPM speaks for. */
function attestationLines(device: DeviceState, at: string): readonly string[] {
  const { standing, lastAttestedAt } = attestationStandingOf(device, at);
  if (standing === 'no-key' && device.boots.length === 0) return [];
  const last = lastAttestedAt === null ? '' : `, last answer at ${briefTime(lastAttestedAt)}`;
  return [`  attestation: ${standing}${last}; Secure Boot: ${secureBootOf(device)}`];
}
