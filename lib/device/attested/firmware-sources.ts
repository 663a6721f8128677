import { describeDocument } from '#lib/artifact/describe.ts';
import { valuesOfConcise } from '#lib/attestation/reference/concise-values.ts';
import { type ConvincingManifest, supersededManifests } from '#lib/attestation/reference/manifest-order.ts';
import type { PartReference, ReferenceSource, ReferenceValue, RegisterReference } from '#lib/attestation/reference/reference-value.ts';
import {
  type ListedFirmware,
  type LogAtHand,
  supportFilesOf,
  valuesOfFirmware,
  valuesOfLogs,
} from '#lib/attestation/reference/source-values.ts';
import type { ReferenceManifest } from '#lib/attestation/reference/types.ts';
import { equalByRules } from '#lib/component/normalize.ts';
import type { PlatformIdentity } from '#lib/component/types.ts';
import type { CycloneDxBom } from '#lib/cyclonedx/types.ts';
import { narrowedTo, withoutOtherModels } from '../link/platform-model.ts';
import { compareTexts } from '../time.ts';
import type { DeviceDocument } from '../types.ts';
import type { SightedBoot } from './boots.ts';
import type { FirmwareSource } from './firmware-types.ts';

/** A boot that two people accepted as it should be. */
export interface AcceptedBoot {
  readonly boot: Pick<SightedBoot, 'boot' | 'log'>;
  readonly acceptedBy: string;
  readonly reason: string;
}

/** What a device's reference values are drawn from. */
export interface SourceQuestion {
  readonly documents: readonly DeviceDocument[];
  /** What the certificates that count call the device; null without one. */
  readonly platform: PlatformIdentity | null;
  /** Artifacts that two people accepted as what the device holds. */
  readonly accepted: ReadonlySet<string>;
  readonly learned: readonly AcceptedBoot[];
}

/** Sources of reference values, and all values of those that count. */
export interface FirmwareSources {
  readonly sources: readonly FirmwareSource[];
  readonly values: readonly ReferenceValue[];
  readonly registers: readonly RegisterReference[];
  readonly parts: readonly PartReference[];
  /** Document ids of manifests that a newer one replaced. */
  readonly superseded: ReadonlySet<string>;
  /** Document ids of manifests that patch another one, or add to it. */
  readonly additions: ReadonlySet<string>;
}

interface Drawn {
  readonly source: FirmwareSource;
  readonly values: readonly ReferenceValue[];
  readonly registers?: readonly RegisterReference[];
  readonly parts?: readonly PartReference[];
}

/**
 * Draws reference values from what belongs to a device: manifests that convince and are about its model, with their support files; BOMs that
 * somebody who is trusted signed, or that two people accepted; boots that two people accepted. Nobody's word but theirs counts.
 */
export function firmwareSourcesOf(question: SourceQuestion): FirmwareSources {
  const { documents, learned } = question;
  const convincing = convincingManifests(question);
  const superseded = supersededManifests(convincing);
  const logs = documents.flatMap(({ sha256, read }): LogAtHand[] =>
    read.document?.kind === 'tpm-event-log' ? [{ sha256, document: read.document }] : [],
  );
  const drawn = [
    ...documents.flatMap((document) => manifestSource(document, { question, logs, superseded })),
    ...documents.flatMap((document) => bomSource(document, question.accepted)),
    ...learned.map(learnedSource),
  ].sort((a, b) => compareTexts(a.source.documentId, b.source.documentId));
  return {
    sources: drawn.map(({ source }) => source),
    values: drawn.flatMap(({ values }) => values),
    registers: drawn.flatMap(({ registers = [] }) => registers),
    parts: drawn.flatMap(({ parts = [] }) => parts),
    superseded,
    additions: new Set(convincing.flatMap(({ manifest, documentId }) => (manifest.patch || manifest.supplemental ? [documentId] : []))),
  };
}

interface OfManifest {
  readonly question: SourceQuestion;
  readonly logs: readonly LogAtHand[];
  readonly superseded: ReadonlySet<string>;
}

function manifestOf({ read }: DeviceDocument): ReferenceManifest | undefined {
  return read.document?.kind === 'reference-manifest' ? read.document : undefined;
}

function convincingManifests({ documents, platform }: SourceQuestion): readonly ConvincingManifest[] {
  return documents.flatMap((document): ConvincingManifest[] => {
    const manifest = manifestOf(document);
    const anchor = signersOf(document).at(-1)?.key;
    if (manifest === undefined || anchor === undefined || !document.trusted || isOfOther(document, { manifest, platform })) return [];
    return [{ manifest, documentId: document.read.id, anchor }];
  });
}

const signersOf = ({ checks }: DeviceDocument) => checks.find(({ id, status }) => id === 'chain' && status === 'pass')?.signers ?? [];

interface Named {
  readonly manifest: ReferenceManifest;
  readonly platform: PlatformIdentity | null;
}

/** Names contradict, unless they mean the same; a name that one side lacks contradicts nothing. */
function isOfOther({ ofModels }: DeviceDocument, { manifest: { platform }, platform: device }: Named): boolean {
  if (ofModels !== undefined) return false;
  const differ = (a: string | null, b: string | null | undefined): boolean =>
    a !== null && b !== null && b !== undefined && !equalByRules(a, b).equal;
  return differ(platform.manufacturer, device?.manufacturer) || differ(platform.model, device?.model);
}

/** What is the same of a manifest whatever it is worth. */
type Head = Omit<FirmwareSource, 'because' | 'standing' | 'detail' | 'values'>;

function headOf(document: DeviceDocument, { firmware, platform }: ReferenceManifest): Head {
  return {
    by: 'manifest',
    documentId: document.read.id,
    name: describeDocument(document.read),
    firmwareManufacturer: firmware.manufacturer ?? platform.manufacturer,
    firmwareVersion: firmware.version,
    signer: signersOf(document)[0]?.name ?? null,
    since: document.provenAt,
  };
}

function manifestSource(document: DeviceDocument, asked: OfManifest): readonly Drawn[] {
  const manifest = manifestOf(document);
  if (manifest === undefined) return [];
  const head = headOf(document, manifest);
  const without = (standing: FirmwareSource['standing'], detail: string): readonly Drawn[] => [
    { source: { ...head, because: [document.sha256], standing, detail, values: 0 }, values: [] },
  ];
  if (!document.trusted) return without('not-trusted', openCheckOf(document));
  if (isOfOther(document, { manifest, platform: asked.question.platform })) {
    return without('other-platform', `it is about ${manifest.platform.manufacturer ?? ''} ${manifest.platform.model ?? ''}`.trim());
  }
  const { because, missing, values, registers, parts } = drawnFrom({
    document,
    manifest,
    head,
    logs: asked.logs,
    platform: asked.question.platform,
  });
  const count = values.length + registers.length + parts.flatMap(({ measurements }) => measurements).length;
  if (count === 0) {
    const reason = missing > 0 ? 'none of the files that it vouches for is at hand' : 'it vouches for nothing that is measured into a PCR';
    return without('without-values', reason);
  }
  const isOld = asked.superseded.has(head.documentId);
  const complete = missing > 0 ? `${missing} of the files that it vouches for are not at hand` : 'it convinces';
  const standing = isOld ? 'superseded' : 'counts';
  return [
    {
      source: { ...head, because, standing, detail: isOld ? 'a newer manifest replaced it' : complete, values: count },
      values,
      registers,
      parts,
    },
  ];
}

interface DrawnValues {
  readonly because: readonly string[];
  /** Files that it vouches for and that are not at hand. */
  readonly missing: number;
  readonly values: readonly ReferenceValue[];
  readonly registers: readonly RegisterReference[];
  readonly parts: readonly PartReference[];
}

interface FromManifest {
  readonly document: DeviceDocument;
  readonly manifest: ReferenceManifest;
  readonly head: Head;
  readonly logs: readonly LogAtHand[];
  readonly platform: PlatformIdentity | null;
}

function drawnFrom({ document, manifest, head, logs, platform }: FromManifest): DrawnValues {
  const support = supportFilesOf(manifest, logs);
  const found = support.flatMap(({ log }) => (log === null ? [] : [log]));
  const because = [document.sha256, ...new Set(found.map(({ sha256 }) => sha256))];
  const { by, documentId, signer, firmwareVersion } = head;
  const source: ReferenceSource = { by, documentId, because, platform: manifest.platform, signer, firmwareVersion, reason: null };
  const { values, registers } = valuesOfConcise(
    document.ground === 'platform-model' ? narrowedTo(manifest, new Set(document.ofModels)) : withoutOtherModels(manifest, platform),
    source,
  );
  // A file of a concise manifest is known by its digest alone: it needn't be at hand.
  const missing = manifest.format === 'swid-rim' ? support.length - found.length : 0;
  const measurements = manifest.measurements.filter(({ active, alternatives }) => active && alternatives.length > 0);
  const parts = measurements.length === 0 ? [] : [{ source, measurements: manifest.measurements }];
  const logged = valuesOfLogs({ logs: found.flatMap((log) => log.document.logs), source });
  return { because, missing, values: [...logged, ...values], registers, parts };
}

function openCheckOf({ checks }: DeviceDocument): string {
  const open =
    checks.find(({ status }) => status === 'fail') ?? checks.find(({ id, status }) => status === 'unknown' && id !== 'revocation');
  return open?.detail ?? 'a required check does not pass';
}

/** Its digests count where the BOM is signed by somebody who is trusted, or was accepted; any other is what its submitter says. */
function bomSource(document: DeviceDocument, accepted: ReadonlySet<string>): readonly Drawn[] {
  const { read, sha256, checks } = document;
  if (read.document?.kind !== 'cyclonedx-bom') return [];
  const parts = firmwareOf(read.document);
  const isSigned = checks.some(({ id, status }) => id === 'origin' && status === 'pass');
  if (parts.length === 0 || !(isSigned || accepted.has(sha256))) return [];
  const base = { by: 'bom', documentId: read.id, because: [sha256], firmwareVersion: null, signer: null } as const;
  const reason = isSigned ? null : 'two people accepted it as what the device holds';
  const values = valuesOfFirmware(parts, { ...base, platform: null, reason });
  if (values.length === 0) return [];
  const detail = reason ?? 'who made it is proven';
  return [
    {
      source: {
        ...base,
        firmwareManufacturer: null,
        since: document.provenAt,
        name: describeDocument(read),
        standing: 'counts',
        detail,
        values: values.length,
      },
      values,
    },
  ];
}

/** The firmware that a BOM lists, with its digests. */
export function firmwareOf({ components }: CycloneDxBom): readonly ListedFirmware[] {
  const parts = components.filter(({ category }) => category === 'firmware' || category === 'operating-system');
  return parts.map(({ model, revision, hashes }) => ({ name: revision === null ? model : `${model} ${revision}`, hashes }));
}

function learnedSource({ boot: { boot, log }, acceptedBy, reason }: AcceptedBoot): Drawn {
  const base = { by: 'learned', documentId: boot.documentId, because: [boot.sha256], firmwareVersion: null, signer: acceptedBy } as const;
  const values = valuesOfLogs({ logs: [log], source: { ...base, platform: null, reason } });
  const detail = `learned from a boot that ${acceptedBy} accepted: ${reason}`;
  return {
    source: {
      ...base,
      firmwareManufacturer: null,
      since: boot.firstSeenAt,
      name: `event log of a boot with ${boot.records} records`,
      standing: 'counts',
      detail,
      values: values.length,
    },
    values,
  };
}
