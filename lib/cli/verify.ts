import { readArtifact } from '#lib/artifact/read.ts';
import type { Document, ReadArtifact, ReadDocument } from '#lib/artifact/types.ts';
import { isTrusted, requiredChecks, verifyDocument } from '#lib/artifact/verify.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import { candidatesOf, nameable, referencesCheck } from '#lib/device/link/component-references.ts';
import { convinces } from '#lib/device/link/judge.ts';
import type { Json } from '#lib/encoding/canonical-json.ts';
import type { Check } from '#lib/encoding/check.ts';
import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import { DEFAULT_POLICY } from '#lib/present/assay-file.ts';
import { type CertificateStanding, isRevocationCheck } from '#lib/x509/revocation-types.ts';
import { makeRevocations, type Revocations } from '#lib/x509/revocations.ts';
import { type Command, type CommandResult, type Options, UsageError } from './command.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { readInput } from './files.ts';
import { refusalText } from './refusal-text.ts';
import { readTrust } from './trust.ts';

/** `assay verify FILE… --trust DIR`: every check of every document. The files vouch for each other (EK certificates, intermediates). */
export const verify: Command = {
  name: 'verify',
  usage: 'assay verify FILE… --trust DIR [--at TIME] [--json]',
  async run(files, options) {
    if (options.policy !== undefined)
      throw new UsageError('verify looks at each document alone; who may say what is judged by trace --policy');
    const { anchors, revocations: beside, verifierKeys, notes } = await readTrust(options.trust);
    const reads = await readAll(files);
    const documents = reads.flatMap(({ read }) => (read.document === undefined ? [] : [read.document]));
    const intermediates = documents.flatMap((document) => (document.kind === 'certificate' ? [document.certificate] : []));
    const endorsementKeyCertificates = documents.filter((document) => document.kind === 'endorsement-key-certificate');
    const revocations = revocationsOf([...beside.map(({ artifact }) => artifact), ...reads.map(({ artifact }) => artifact)], options.at);
    const verified = reads.map(({ file, read }) => {
      const checks = verifyDocument({
        ...{ read, anchors, intermediates, endorsementKeyCertificates, revocations, verifierKeys },
        at: options.at,
      });
      const passed = isTrusted(read.kind, checks);
      return { file, read, checks, passed, trusted: passed && selfAsserted(read, checks) === null };
    });
    return resultOf(withReferences(verified), { notes: anchors.length === 0 ? notes : [...notes, NO_POLICY], options });
  },
};

const NO_POLICY = 'no issuer policy: every anchor is trusted for all purposes';

interface Verified {
  readonly file: string;
  readonly read: ReadDocument;
  readonly checks: readonly Check[];
  /** Whether the required checks of its kind pass; for a report they ask about its form alone. */
  readonly passed: boolean;
  /** Whether somebody who is trusted signed it. */
  readonly trusted: boolean;
}

/** Adds to each platform certificate that names others whether they are among the files. */
function withReferences(verified: readonly Verified[]): readonly Verified[] {
  const candidates = candidatesOf(
    verified.flatMap(({ read, checks }) => {
      const named = read.document === undefined ? null : nameable(read.document);
      return named === null ? [] : [{ ...named, convinces: convinces({ read, checks, policy: DEFAULT_POLICY }) }];
    }),
  );
  return verified.map((each) => {
    const { document } = each.read;
    const check = document !== undefined && isPlatformCertificate(document) ? referencesCheck(document, candidates) : null;
    return check === null ? each : { ...each, checks: [...each.checks, check] };
  });
}

const isPlatformCertificate = (document: Document): document is PlatformCertificate =>
  ['platform-certificate', 'delta-platform-certificate', 'rebase-platform-certificate'].includes(document.kind);

/** Why a document that is as it should be is no proof; null for certificates, whose required checks ask for a signature. */
function selfAsserted({ document }: ReadDocument, checks: readonly Check[]): string | null {
  if (document?.kind === 'inventory') return 'nobody signed it';
  if (document?.kind !== 'cyclonedx-bom' || checks.some(({ id, status }) => id === 'origin' && status === 'pass')) return null;
  return document.signed ? 'no signature over it verifies with a key that is trusted' : 'nobody signed it';
}

/** Lists and responses among the files; everything came now, by whoever runs the command. */
function revocationsOf(artifacts: readonly ReadArtifact[], at: string): Revocations {
  return makeRevocations(
    artifacts.flatMap(({ sha256, documents }) =>
      documents.flatMap(({ document }) =>
        document?.kind === 'certificate-revocation-list' || document?.kind === 'ocsp-response'
          ? [{ document, artifact: sha256, receivedAt: at, submittedBy: 'command line' }]
          : [],
      ),
    ),
  );
}

interface ReadFile {
  readonly file: string;
  readonly artifact: ReadArtifact;
  readonly read: ReadDocument;
}

async function readAll(files: readonly string[]): Promise<readonly ReadFile[]> {
  const artifacts = await Promise.all(files.map(async (file) => ({ file, artifact: readArtifact(await readInput(file)) })));
  return artifacts.flatMap(({ file, artifact }) => artifact.documents.map((read) => ({ file, artifact, read })));
}

function resultOf(verified: readonly Verified[], { notes, options }: { notes: readonly string[]; options: Options }): CommandResult {
  return {
    json: verified.map(({ file, read, checks, trusted }) => ({
      file,
      kind: read.kind,
      checks: checks.map(checkJson),
      trusted,
    })),
    lines: [`judged at ${options.at}`, ...notes, ...verified.flatMap(linesOf)],
    exitCode: exitCodeOf(verified),
  };
}

function checkJson(check: Check): Json {
  const { id, status, detail, spec, code, because, changesAt, signers } = check;
  return {
    ...{ id, status, detail, spec },
    ...(code === undefined ? {} : { code }),
    ...(because === undefined ? {} : { because: [...because] }),
    ...(changesAt === undefined ? {} : { changesAt }),
    ...(signers === undefined ? {} : { signers: signers.map((each) => ({ ...each })) }),
    ...(isRevocationCheck(check) ? { certificates: check.standings.map(standingJson) } : {}),
  };
}

function standingJson({ certificate, kind, detail, entry, artifact }: CertificateStanding): Json {
  return { certificate, kind, detail, entry: entry === null ? null : { ...entry }, artifact };
}

/** What a verifier's result says where it affirms nothing: whoever trusts the verifier may not let the device in for that. */
function notAffirmed({ read, checks }: Verified): Check | undefined {
  if (read.kind !== 'attestation-result') return undefined;
  return checks.find(({ id, status }) => id === 'appraisal' && status !== 'pass');
}

function exitCodeOf(verified: readonly Verified[]): ExitCode {
  if (verified.some(({ read }) => read.error !== null)) return EXIT.unreadable;
  return verified.every((each) => each.passed && notAffirmed(each) === undefined) ? EXIT.fine : EXIT.findings;
}

function linesOf(each: Verified): readonly string[] {
  const { file, read, checks } = each;
  const required = requiredChecks(read.kind);
  const refusal = read.error === null ? null : refusalText(read.error);
  const rows = checks.map(({ id, status, detail }) => {
    const told = id === 'readable' && refusal !== null ? refusal.why : visibleText(detail);
    return `  ${status.padEnd(14)} ${id}${required.includes(id) ? ' (required)' : ''}: ${told}`;
  });
  return [
    `${visibleText(file)}: ${read.kind}: ${standingText(each)}`,
    ...rows,
    ...(refusal === null ? [] : [`  what to do: ${refusal.fix}`]),
  ];
}

function standingText(each: Verified): string {
  const why = selfAsserted(each.read, each.checks);
  if (why !== null) return `self-asserted: ${why}; reported, not verified`;
  if (!each.trusted) return `not trusted${aloneText(each.read)}`;
  const refused = notAffirmed(each);
  return refused === undefined ? 'trusted' : `its verifier is trusted, and does not affirm: ${visibleText(refused.detail)}`;
}

/** All checks of such a file may pass, and whose TPM it was is still not told in it. */
const aloneText = ({ kind, error }: ReadDocument): string =>
  error === null && requiredChecks(kind).length === 0 ? ': a file of this kind proves nothing alone' : '';
