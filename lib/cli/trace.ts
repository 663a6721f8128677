import { stat } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { readArtifact } from '#lib/artifact/read.ts';
import type { Kind, ReadArtifact } from '#lib/artifact/types.ts';
import { type Assessment, assess } from '#lib/detect/assess.ts';
import type { Assessed } from '#lib/detect/rule.ts';
import { REFERENCE_ROLE } from '#lib/device/attested/boots.ts';
import type { Unlinked } from '#lib/device/device-state.ts';
import type { Evidence } from '#lib/device/evidence.ts';
import { NO_ALIAS_TABLE } from '#lib/device/statement/alias-table.ts';
import { tableVersion } from '#lib/device/statement/governed-lines.ts';
import { NO_ISSUER_POLICY } from '#lib/device/statement/issuer-policy.ts';
import type { Submission } from '#lib/device/submission-types.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { parseJson } from '#lib/encoding/json.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { briefTime } from '#lib/encoding/time-text.ts';
import { ASSAY_FILE, type AssayFile, DEFAULT_POLICY, type ListedSubmission, readAssayFile } from '#lib/present/assay-file.ts';
import { CONTENTS_FILE, packagedDevice } from '#lib/present/package-contents.ts';
import { policyNote } from '#lib/present/policy-note.ts';
import { type AskedDevice, askedFirst } from '#lib/present/trace-asked.ts';
import { traceDocument, traceLines } from '#lib/present/trace-document.ts';
import { type Command, type Options, UsageError } from './command.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { listFolder, type NamedFile, readInput } from './files.ts';
import { readAliases, readPolicy } from './governing-file.ts';
import { readTrust, type Trust } from './trust.ts';

/** Anchors that come with downloaded evidence. */
const TRUST_FOLDER = 'trust';

/** `assay trace DIR`: a folder through the whole pure pipeline, as the server would judge it. */
export const trace: Command = {
  name: 'trace',
  usage: 'assay trace DIR [--trust DIR] [--policy FILE] [--aliases FILE] [--at TIME] [--json]',
  async run([folder, more], options) {
    if (folder === undefined || more !== undefined) throw new UsageError('trace takes exactly one folder');
    const { result, asked, at, atFrom, anchorsFrom, issuerPolicy, notes, unreadable } = await assessFolder(folder, options);
    const lines = [`judged as of ${briefTime(at)}${AT_TEXTS[atFrom]}`, ...notes, ...traceLines(result, asked)];
    const json = { at, atFrom, anchorsFrom, issuerPolicy, ...traceDocument(result, asked) };
    return { json, lines, exitCode: exitCodeOf(result.assessed, unreadable) };
  },
};

/** Whence the instant of judgement is: `--at`, `assay.json`, or neither. */
type AtFrom = 'given' | 'package' | 'clock';

const AT_TEXTS: Readonly<Record<AtFrom, string>> = {
  given: '',
  package: ', the moment that the package was made for (--at for another)',
  clock: ', the time now (--at for another)',
};

const ANCHORS_INSIDE = `the anchors come from the package itself (${TRUST_FOLDER}/): --trust DIR judges by your own`;

/** A folder as it was judged. */
export interface AssessedFolder {
  /** The device that was asked for comes first, where the folder is downloaded evidence that says which. */
  readonly result: Assessment;
  readonly asked: AskedDevice | null;
  /** The instant of judgement. */
  readonly at: string;
  readonly atFrom: AtFrom;
  /** Whose anchors were used: those of `--trust`, those that lie in the folder, or none. */
  readonly anchorsFrom: 'given' | 'package' | 'none';
  /** Version of the table of who may say what; null when it says nothing. */
  readonly issuerPolicy: string | null;
  /** What a person should know of the anchors and of who may say what. */
  readonly notes: readonly string[];
  /** A file of a kind that is read could not be. */
  readonly unreadable: boolean;
}

/** Judges a folder. @throws UsageError when nothing is there to judge, or a file is not what its name says */
export async function assessFolder(folder: string, options: Options): Promise<AssessedFolder> {
  const files = await listFolder(folder);
  if (!files.some(isEvidence)) throw new UsageError(`there is nothing to judge in ${folder}`, 2);
  const inside = options.trust === undefined ? await trustInside(folder) : undefined;
  const { notes: trustNotes, ...trusted } = await readTrust(options.trust ?? inside);
  const notes = [...(inside === undefined ? [] : [ANCHORS_INSIDE]), ...trustNotes];
  const anchorsFrom = inside !== undefined ? 'package' : options.trust === undefined ? 'none' : 'given';
  const { evidence, atFrom, unreadable, listed, names } = await evidenceOf({ folder, files, options, ...trusted });
  const { at, issuerPolicy } = evidence;
  const device = listed ? await packagedDeviceOf(folder, files) : null;
  const file = (sha256: string): string => names.get(sha256) ?? sha256;
  const { result, asked } = askedFirst(assessWhole(evidence, { listed }), { evidence, device, file });
  const policy = { issuerPolicy: tableVersion(issuerPolicy), notes: [...notes, policyNote(issuerPolicy)] };
  return { result, asked, at, atFrom, anchorsFrom, ...policy, unreadable };
}

/** The device that downloaded evidence was asked for; null where nothing says it, as in evidence of an earlier version. */
async function packagedDeviceOf(folder: string, files: readonly NamedFile[]): Promise<string | null> {
  const value = await jsonOf(folder, { files, name: CONTENTS_FILE, read: packagedDevice });
  return value ?? null;
}

/**
 * A log, a quote or a manifest says nothing of whose it is. In a folder without a list that forms exactly one device it is that device's:
 * whoever made the folder says so. What lies in `reference/` is no observation.
 */
function assessWhole(evidence: Evidence, { listed }: { readonly listed: boolean }): Assessment {
  const result = assess(evidence);
  const [device, another] = result.assessed;
  if (listed || device === undefined || another !== undefined) return result;
  const adrift = new Set([...result.unlinked, ...result.supporting].filter(isNameless(evidence)).map(({ submission }) => submission.id));
  if (adrift.size === 0) return result;
  const named = evidence.submissions.map((submission) =>
    adrift.has(submission.id) ? { ...submission, device: device.device.id } : submission,
  );
  return assess({ ...evidence, submissions: named });
}

/** What is right, not what was seen. */
const REFERENCE_FOLDER = 'reference';
const NAMELESS: readonly Kind[] = ['tpm-event-log', 'tpm-runtime-log', 'tpm-quote', 'reference-manifest', 'attestation-result'];

function isNameless({ artifacts }: Evidence): (unlinked: Unlinked) => boolean {
  return ({ submission, documentId }) =>
    (artifacts.get(submission.sha256) ?? []).some(
      ({ id, kind, document }) => id === documentId && document !== undefined && NAMELESS.includes(kind),
    );
}

async function trustInside(folder: string): Promise<string | undefined> {
  const inside = join(folder, TRUST_FOLDER);
  return (await stat(inside).catch(() => undefined))?.isDirectory() ? inside : undefined;
}

function exitCodeOf(assessed: readonly Assessed[], unreadable: boolean): ExitCode {
  if (assessed.some((each) => hasFindings(each) || isProvisional(each))) return EXIT.findings;
  return unreadable ? EXIT.unreadable : EXIT.fine;
}

const hasFindings = ({ findings }: Assessed): boolean => findings.some(({ severity }) => severity !== 'info');

/** Relies on a document of which a required check did not pass: unknown is no pass. */
const isProvisional = ({ device }: Assessed): boolean => device.documents.some(({ contributes, trusted }) => contributes && !trusted);

/** Anchors are no evidence. */
const isEvidence = ({ name }: NamedFile): boolean => !name.startsWith(`${TRUST_FOLDER}/`);

interface Folder extends Omit<Trust, 'notes'> {
  readonly folder: string;
  readonly files: readonly NamedFile[];
  readonly options: Options;
}

interface FolderEvidence {
  readonly atFrom: AtFrom;
  readonly evidence: Evidence;
  readonly unreadable: boolean;
  readonly listed: boolean;
  /** Of files by the SHA-256 of their content. */
  readonly names: ReadonlyMap<string, string>;
}

async function evidenceOf({ folder, files: all, options, anchors, revocations, verifierKeys }: Folder): Promise<FolderEvidence> {
  const files = all.filter(isEvidence);
  const list = await assayFileOf(folder, files);
  if (list !== undefined && options.trust === undefined) await refuseChangedAnchors(all);
  const named = await readPolicy(options.policy);
  const aliases = await readAliases(options.aliases);
  const atFrom = options.atGiven ? 'given' : list?.at === undefined ? 'clock' : 'package';
  const at = atFrom === 'package' ? (list?.at ?? options.at) : options.at;
  const listed = list?.submissions ?? files.map(({ name }) => unlisted(name, at));
  const beside = list?.named ?? [];
  const artifacts = new Map<string, ReadArtifact>();
  for (const file of new Set([...listed, ...beside].map((entry) => entry.file))) {
    const artifact = readArtifact(await readInput(fileInside(folder, { file, files })));
    if (list !== undefined) refuseChanged(file, artifact.sha256);
    artifacts.set(file, artifact);
  }
  const handedIn = new Set([...artifacts.values()].map(({ sha256 }) => sha256));
  const trusted = revocations.filter(({ artifact }) => !handedIn.has(artifact.sha256));
  const inFolder = ({ file, submission }: ListedSubmission): Submission => ({ ...submission, sha256: artifacts.get(file)?.sha256 ?? '' });
  return {
    atFrom,
    names: new Map([...artifacts].map(([file, { sha256 }]) => [sha256, file])),
    listed: list !== undefined,
    unreadable: [...artifacts.values()].some(({ documents }) =>
      documents.some(({ error }) => error !== null && error.code !== 'unsupported-version'),
    ),
    evidence: {
      submissions: [
        ...listed.map(inFolder),
        ...trusted.map(({ name, artifact }) => ({ ...unlisted(`${TRUST_FOLDER}/${name}`, at).submission, sha256: artifact.sha256 })),
      ],
      statements: list?.statements ?? [],
      artifacts: new Map(
        [...trusted.map(({ artifact }) => artifact), ...artifacts.values()].map(({ sha256, documents }) => [sha256, documents]),
      ),
      anchors,
      verifierKeys,
      policy: list?.policy ?? DEFAULT_POLICY,
      issuerPolicy: named ?? list?.issuerPolicy ?? NO_ISSUER_POLICY,
      aliases: aliases ?? list?.aliases ?? NO_ALIAS_TABLE,
      ...(list?.attestationPolicy === undefined ? {} : { attestationPolicy: list.attestationPolicy }),
      at,
      deviceIds: list?.deviceIds ?? new Map(),
      ...(beside.length === 0
        ? {}
        : { named: beside.map((entry) => ({ submission: inFolder(entry), documents: artifacts.get(entry.file)?.documents ?? [] })) }),
      ...(list?.untriedRevocations === undefined ? {} : { untriedRevocations: list.untriedRevocations }),
      ...(list?.olderLists === undefined ? {} : { olderLists: list.olderLists }),
    },
  };
}

/** A listed name must be a file of the folder: a list from outside can't name anything else. */
function fileInside(folder: string, { file, files }: { file: string; files: readonly NamedFile[] }): string {
  const found = files.find(({ name }) => name === file);
  if (found === undefined) throw new UsageError(`${ASSAY_FILE} lists ${file}, which is not in ${folder}`, 2);
  return found.path;
}

/** Downloaded evidence names files by their SHA-256, so that a change can be seen. */
function refuseChanged(file: string, sha256: string): void {
  const { name } = parse(file);
  if (/^[0-9a-f]{64}$/i.test(name) && name.toLowerCase() !== sha256)
    throw new UsageError(`${file} was changed after it was exported: its content does not have the SHA-256 of its name`, 2);
}

async function refuseChangedAnchors(files: readonly NamedFile[]): Promise<void> {
  for (const file of files) if (!isEvidence(file)) refuseChanged(file.name, sha256Hex(await readInput(file.path)));
}

const assayFileOf = (folder: string, files: readonly NamedFile[]): Promise<AssayFile | undefined> =>
  jsonOf(folder, { files, name: ASSAY_FILE, read: readAssayFile });

interface FolderJson<T> {
  readonly files: readonly NamedFile[];
  readonly name: string;
  /** @throws ParseError for another shape */
  readonly read: (value: unknown) => T;
}

/** A file of the folder's own that tells about the others; undefined where it isn't there. */
async function jsonOf<T>(folder: string, { files, name, read }: FolderJson<T>): Promise<T | undefined> {
  if (!files.some((file) => file.name === name)) return undefined;
  try {
    return read(parseJson(await readInput(join(folder, name))));
  } catch (error) {
    if (error instanceof ParseError) throw new UsageError(error.message, 2);
    throw error;
  }
}

/** Without a list, everything was received at the instant asked about, by whoever runs the command. */
function unlisted(name: string, at: string): AssayFile['submissions'][number] {
  const submission = {
    id: name,
    receivedAt: at,
    observedAt: null,
    submittedBy: 'command line',
    device: null,
    role: name.startsWith(`${REFERENCE_FOLDER}/`) ? REFERENCE_ROLE : null,
    mayAttachTo: 'any' as const,
    fileName: name,
  };
  return { file: name, submission };
}
