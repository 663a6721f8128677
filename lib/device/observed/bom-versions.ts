import { isBomSerialNumber } from '#lib/cyclonedx/identifiers.ts';
import type { CycloneDxBom } from '#lib/cyclonedx/types.ts';
import { digestOfJson } from '#lib/encoding/digest.ts';
import { instantOf } from '../time.ts';
import type { BomVersionProblem, DeviceDocument } from '../types.ts';
import type { ReportRulings } from './report-policy.ts';

/** One act of handing in a BOM that has a serial number. */
interface Issue {
  readonly sha256: string;
  readonly serialNumber: string;
  readonly version: number;
  /** Of what it lists and what it is about: formatting, references and time are no other contents. */
  readonly content: string;
  readonly received: number;
}

/**
 * Where the BOMs of a device under one serial number contradict the rule that each change raises the version: a lower version that was received
 * after a higher one, and one version with several contents. The order is that of receipt; at one instant there is none, which is told.
 * @param isRefused  acts of handing in that don't count as reports; they neither raise a version nor contradict one
 * @spec ECMA-424 (CycloneDX 1.6), serialNumber and version
 */
export function bomVersionProblems(
  documents: readonly DeviceDocument[],
  isRefused: ReportRulings['isRefused'],
): readonly BomVersionProblem[] {
  const bySerial = Map.groupBy(
    documents.flatMap((document) => issuesOf(document, isRefused)),
    ({ serialNumber }) => serialNumber,
  );
  const serials = [...bySerial].sort(([a], [b]) => (a < b ? -1 : 1));
  return serials.flatMap(([, issues]) => [...otherContents(issues), ...backwards(issues)]);
}

function issuesOf(document: DeviceDocument, isRefused: ReportRulings['isRefused']): readonly Issue[] {
  const { sha256, read, submissions } = document;
  const bom = read.document;
  if (bom?.kind !== 'cyclonedx-bom' || bom.form === 'spdx-json' || bom.serialNumber === null) return [];
  if (!isBomSerialNumber(bom.serialNumber)) return [];
  const { version } = bom;
  const [serialNumber, content] = [bom.serialNumber.toLowerCase(), contentOf(bom)];
  return submissions
    .filter((submission) => !isRefused(document, submission))
    .map(({ receivedAt }) => ({ sha256, serialNumber, version, content, received: instantOf(receivedAt) }));
}

function contentOf({ digest, subject }: CycloneDxBom): string {
  if (subject === null) return digest;
  const { manufacturer, model, version, serial } = subject;
  return digestOfJson([digest, manufacturer, model, version, serial]);
}

function otherContents(issues: readonly Issue[]): readonly BomVersionProblem[] {
  const byVersion = [...Map.groupBy(issues, ({ version }) => version)].sort(([a], [b]) => a - b);
  return byVersion.flatMap(([version, same]): readonly BomVersionProblem[] => {
    if (new Set(same.map(({ content }) => content)).size < 2) return [];
    const because = artifactsOf(same);
    return [problemOf(same, { what: 'other-content', because, suspects: because, versions: [version] })];
  });
}

/** Against the highest version received before. */
function backwards(issues: readonly Issue[]): readonly BomVersionProblem[] {
  const instants = [...Map.groupBy(issues, ({ received }) => received)].sort(([a], [b]) => a - b);
  const found = new Map<string, BomVersionProblem>();
  let highest: Issue | undefined;
  for (const [, together] of instants) {
    const before = highest;
    for (const issue of together) {
      if (before !== undefined && issue.version < before.version) found.set(issue.sha256, wentBack(issue, before));
    }
    const top = highestOf(together);
    if (highest === undefined || (top !== undefined && top.version > highest.version)) highest = top;
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, problem]) => problem)
    .concat(orderUnknown(instants.at(-1)?.[1] ?? []));
}

const highestOf = (issues: readonly Issue[]): Issue | undefined =>
  [...issues].sort((a, b) => b.version - a.version || (a.sha256 < b.sha256 ? -1 : 1))[0];

function wentBack(issue: Issue, before: Issue): BomVersionProblem {
  const because = [...new Set([before.sha256, issue.sha256])];
  return problemOf([issue], { what: 'went-back', because, suspects: [issue.sha256], versions: [before.version, issue.version] });
}

/** Several versions that came last, together: whether one of them went back, nothing tells. */
function orderUnknown(last: readonly Issue[]): readonly BomVersionProblem[] {
  const versions = [...new Set(last.map(({ version }) => version))].sort((a, b) => a - b);
  if (versions.length < 2) return [];
  return [problemOf(last, { what: 'order-unknown', because: artifactsOf(last), suspects: [], versions })];
}

const artifactsOf = (issues: readonly Issue[]): readonly string[] => [...new Set(issues.map(({ sha256 }) => sha256))].sort();

function problemOf(
  issues: readonly Issue[],
  rest: Pick<BomVersionProblem, 'what' | 'because' | 'suspects' | 'versions'>,
): BomVersionProblem {
  return { kind: 'bom-version-contradicts', serialNumber: issues[0]?.serialNumber ?? '', ...rest };
}
