import type { Check } from '#lib/encoding/check.ts';
import { findTpmHash, hashNameOf } from '#lib/tpm/algorithms.ts';
import { type BootFacts, bootFactsOf, repeatedCounter } from '#lib/tpm/boot-facts.ts';
import { comparePcrs } from '#lib/tpm/compare-pcrs.ts';
import { describeDigest, describePcr } from '#lib/tpm/describe-pcr.ts';
import { pcrRangeText } from '#lib/tpm/pcr-selection.ts';
import type { PcrComparison, PcrVerdict } from '#lib/tpm/pcr-verdict-types.ts';
import { describeLogProblem, type LogProblem, reviewLog } from '#lib/tpm/review-log.ts';
import type { EventLog } from '#lib/tpm/types.ts';
import type { AppraisalInput, EarlierQuote } from './appraisal-types.ts';
import { type FileMatches, matchFiles } from './match-files.ts';
import type { ReferenceComparison } from './reference/compare.ts';
import { revokedImage } from './revoked-image.ts';

const LOG_SPEC = 'TCG PC Client Platform Firmware Profile 1.06 sections 3.3 and 10';
const SECURE_BOOT_SPEC = 'TCG PC Client Platform Firmware Profile 1.06 section 3.3.4.8';
/** PCRs and problems that one sentence tells; the others are counted. */
const MAX_TOLD = 3;
const SECURE_BOOT_PCR = 7;

/** What the logs say, as far as the quote confirms it. */
export interface BootJudgement {
  readonly checks: readonly Check[];
  readonly comparison: PcrComparison;
  readonly log: EventLog | null;
  readonly facts: BootFacts | null;
  readonly problems: readonly LogProblem[];
  /** Index of an image that the list of revoked images of the same start names; null without one. */
  readonly revoked: number | null;
  readonly references: ReferenceComparison | null;
  readonly files: FileMatches | null;
}

/** Compares quote and logs, then asks what the logs say. Of logs that the quote doesn't confirm nothing counts. */
export function judgeBoot(input: AppraisalInput, continued: EarlierQuote['matched']): BootJudgement {
  const { evidence } = input;
  const logs = evidence.eventLog.state === 'read' ? evidence.eventLog.log.logs : [];
  const comparison = comparisonOf(input, { logs, continued });
  const log = comparison.log === null ? null : (logs[comparison.log] ?? null);
  const problems = log === null ? [] : reviewLog(log);
  const confirmed = log !== null && isConfirmed(comparison);
  const facts = confirmed ? bootFactsOf(log) : null;
  const references = confirmed && input.compareReferences !== null ? input.compareReferences(attestedView(log, comparison)) : null;
  const files = filesOf(input, comparison);
  return {
    comparison,
    log,
    facts,
    problems,
    revoked: confirmed ? revokedImage(log) : null,
    references,
    files,
    checks: [
      digestCheck(comparison, logs.length),
      pcrsCheck(comparison),
      logCheck(input, { log, problems, logs }),
      secureBootCheck(facts),
      debugCheck(facts),
      listCheck(input, { comparison, files }),
      referencesCheck(references, confirmed),
    ],
  };
}

interface Compared {
  readonly logs: readonly EventLog[];
  readonly continued: EarlierQuote['matched'];
}

function comparisonOf({ evidence }: AppraisalInput, { logs, continued }: Compared): PcrComparison {
  const { quote, signature, eventLog, imaLog, runtimeLog } = evidence;
  const hash = findTpmHash(signature.hash)?.name;
  return comparePcrs({
    quoted: { selections: quote.pcrSelect, pcrDigest: quote.pcrDigest, hash: hash ?? 'sha256' },
    values: evidence.pcrValues,
    logs,
    noLog: ({ empty: 'log-empty', unreadable: 'log-unreadable', absent: 'log-absent', read: 'log-absent' } as const)[eventLog.state],
    imaLog: imaLog.state === 'read' ? imaLog.log : null,
    runtimeLog: runtimeLog.state === 'read' ? runtimeLog.log : null,
    matchedEarlier: continued,
  });
}

/** The records of PCR 7 decide what a log says of Secure Boot, and an attested match of it says that they are those that were measured. */
function isConfirmed({ verdicts }: PcrComparison): boolean {
  return verdicts.some(({ pcr, status, attested }) => pcr === SECURE_BOOT_PCR && status === 'match' && attested);
}

/** Of PCRs that are attested only the digests in banks that are: those of another bank are what whoever wrote the log says. */
function attestedView(log: EventLog, { verdicts }: PcrComparison): EventLog {
  const attested = new Set(verdicts.filter((one) => one.attested && one.status === 'match').map(({ hash, pcr }) => `${hash} ${pcr}`));
  const pcrs = new Set(verdicts.filter((one) => one.attested).map(({ pcr }) => pcr));
  const events = log.events.map((event) => {
    if (!pcrs.has(event.pcr)) return event;
    return { ...event, digests: event.digests.filter(({ hash }) => attested.has(`${hash} ${event.pcr}`)) };
  });
  return { ...log, events };
}

function digestCheck(comparison: PcrComparison, logs: number): Check {
  return {
    id: 'pcr-digest',
    status: digestStatus(comparison, logs),
    detail: describeDigest(comparison, logs),
    spec: 'TPM 2.0 Library Part 3 section 18.4 (TPM2_Quote)',
  };
}

function digestStatus({ digest }: PcrComparison, logs: number): Check['status'] {
  // Which PCRs differ from the logs then is the next step's.
  if (digest === 'reproduced' || digest === 'confirms-values') return 'pass';
  if (digest === 'empty-selection') return 'fail';
  return digest === 'differs' && logs > 0 ? 'fail' : 'unknown';
}

/** What isn't quoted is no answer to anything: it is told with each PCR, not here. */
function pcrsCheck({ verdicts }: PcrComparison): Check {
  const quoted = verdicts.filter(({ status }) => status !== 'log-only');
  const check = (status: Check['status'], detail: string): Check => ({ id: 'pcrs', status, detail, spec: LOG_SPEC });
  const wrong = quoted.filter(({ status }) => status === 'mismatch' || status === 'quote-only');
  const open = quoted.filter(({ status }) => status === 'unexplained' || status === 'no-log');
  if (quoted.length === 0) return check('unknown', 'no PCR is quoted');
  if (wrong.length > 0) return check('fail', differing(wrong) ?? sentences(wrong));
  if (open.length > 0) return check('unknown', sentences(open));
  const repaired = quoted.filter(({ reason }) => reason === 'repaired');
  const all = `each of the ${quoted.length} values that are quoted is what the logs say`;
  return check('pass', repaired.length === 0 ? all : `${all}. ${sentences(repaired)}`);
}

/** Where nobody can say which of many differs, one sentence tells it of all of them; null where it is known. */
function differing(verdicts: readonly PcrVerdict[]): string | null {
  if (verdicts.length < 2 || verdicts.some(({ reason }) => reason !== 'digest-differs')) return null;
  const banks = [...Map.groupBy(verdicts, ({ hash }) => hash)].map(
    ([hash, own]) => `${pcrRangeText(own.map(({ pcr }) => pcr))} of ${hashNameOf(hash)}`,
  );
  return `At least one of ${banks.join(' and ')} holds another value than the log says; the quote has one digest over all of them, and no values came with it, so nobody can say which.`;
}

function sentences(verdicts: readonly PcrVerdict[]): string {
  const more = verdicts.length - MAX_TOLD;
  return `${verdicts.slice(0, MAX_TOLD).map(describePcr).join(' ')}${more > 0 ? ` And ${more} more.` : ''}`;
}

interface ReviewedLog {
  readonly log: EventLog | null;
  readonly problems: readonly LogProblem[];
  readonly logs: readonly EventLog[];
}

function logCheck({ evidence }: AppraisalInput, { log, problems, logs }: ReviewedLog): Check {
  const check = (status: Check['status'], detail: string): Check => ({ id: 'event-log', status, detail, spec: LOG_SPEC });
  const { eventLog } = evidence;
  if (eventLog.state === 'unreadable') return check('fail', `the event log is damaged: ${eventLog.failure.message}`);
  if (eventLog.state === 'empty') return check('unknown', 'the event log of this device is empty');
  if (log === null) return check('unknown', 'no event log came with the quote');
  const repeated = repeatedCounter(logs);
  if (repeated !== null) {
    return check(
      'fail',
      `log ${repeated + 1} of ${logs.length} counts no more starts than the one before: an older log stands behind a newer one`,
    );
  }
  const contradicting = problems.filter(({ code }) => code !== 'variable-missing');
  const [first] = [...contradicting, ...problems];
  if (first === undefined) return check('pass', `its ${log.events.length} records are as the standard asks for`);
  // What no record tells was perhaps never measured: such firmware contradicts nothing, and proves less.
  const status = contradicting.length > 0 ? 'fail' : 'unknown';
  return check(status, `${describeLogProblem(first)}${problems.length > 1 ? ` (${problems.length - 1} more)` : ''}`);
}

function secureBootCheck(facts: BootFacts | null): Check {
  const check = (status: Check['status'], detail: string): Check => ({ id: 'secure-boot', status, detail, spec: SECURE_BOOT_SPEC });
  if (facts === null) return check('unknown', 'nothing attests whether Secure Boot is on');
  const details = {
    on: 'Secure Boot is on: the TPM measured it',
    off: 'Secure Boot is off: the TPM measured it',
    unknown: 'the log does not say whether Secure Boot is on',
  };
  return check(({ on: 'pass', off: 'fail', unknown: 'unknown' } as const)[facts.secureBoot], details[facts.secureBoot]);
}

function debugCheck(facts: BootFacts | null): Check {
  const check = (status: Check['status'], detail: string): Check => ({ id: 'debug-mode', status, detail, spec: SECURE_BOOT_SPEC });
  if (facts === null) return check('unknown', 'nothing attests whether a debugger may be attached');
  const open = [
    ...(facts.debugMode === null ? [] : ['the firmware lets a debugger be attached']),
    ...(facts.dmaProtectionDisabled === null ? [] : ['the firmware lets devices read all memory']),
    ...(facts.kernelDebugging === 'on' ? ['the operating system lets a debugger be attached'] : []),
    ...(facts.testSigning === 'on' ? ['the operating system runs drivers that are signed for tests'] : []),
  ];
  return open.length === 0 ? check('pass', 'no debugger and no open memory was measured') : check('fail', open.join('; '));
}

function filesOf({ evidence, knownFiles }: AppraisalInput, comparison: PcrComparison): FileMatches | null {
  if (evidence.imaLog.state !== 'read') return null;
  const valueIn = (hash: number, pcr: number): Uint8Array | undefined => {
    const verdict = comparison.verdicts.find((one) => one.hash === hash && one.pcr === pcr && one.attested);
    // The kernel sums up before the service manager begins.
    return (verdict?.reason === 'runtime-log' ? verdict.replayed : verdict?.value) ?? undefined;
  };
  return matchFiles({ imaLog: evidence.imaLog.log, attestedEntries: comparison.imaEntries, known: knownFiles, valueIn });
}

interface ListedFiles {
  readonly comparison: PcrComparison;
  readonly files: FileMatches | null;
}

function listCheck({ evidence, knownFiles }: AppraisalInput, { comparison, files }: ListedFiles): Check {
  const spec = 'Linux kernel, Integrity Measurement Architecture';
  const check = (status: Check['status'], detail: string): Check => ({ id: 'measurement-list', status, detail, spec });
  const { imaLog } = evidence;
  if (imaLog.state === 'unreadable') return check('fail', `the measurement list is damaged: ${imaLog.failure.message}`);
  if (files === null) return check('not-applicable', 'no measurement list came with the quote');
  if (comparison.imaEntries === null) return check('unknown', 'no quote confirms the measurement list: it is only told');
  if (files.bootAggregate === 'mismatch') return check('fail', 'the measurement list begins with the sum of another boot');
  if (files.violations.length > 0) {
    // Logs change while they are read on every machine. Where files are compared, whatever could be read so is one that nothing lists.
    const changed = `${files.violations.length} files changed while they were read, so that nobody knows what was used, the first ${files.violations[0] ?? ''}`;
    return check(knownFiles === null ? 'unknown' : 'fail', changed);
  }
  if (knownFiles === null)
    return check('unknown', `${files.entries} measurements are attested, and there is nothing to compare the files with`);
  const [first] = files.unlisted;
  if (first === undefined) return check('pass', `each of the ${files.listed} files that were used is listed`);
  return check(
    'fail',
    `${files.unlistedCount} files that were used are listed nowhere, the first ${first.path} (${first.algorithm} ${first.digest})`,
  );
}

function referencesCheck(references: ReferenceComparison | null, confirmed: boolean): Check {
  const spec = 'TCG PC Client Reference Integrity Manifest 1.1 section 6.2';
  const check = (status: Check['status'], detail: string): Check => ({ id: 'reference-values', status, detail, spec });
  if (!confirmed) return check('unknown', 'nothing that the quote confirms can be compared with reference values');
  if (references === null) return check('unknown', 'there are no reference values for this device');
  const { events } = references;
  const wrong = events.filter(({ outcome }) => outcome === 'mismatch').length;
  const open = events.filter(({ outcome }) => outcome === 'not-referenced').length;
  const old = events.filter((each) => each.outcome === 'referenced' && each.outdated).length;
  const known = events.filter(({ outcome }) => outcome === 'referenced').length;
  if (wrong > 0) return check('fail', `${wrong} measurements are other than reference values of their PCR say`);
  if (old > 0) return check('fail', `${old} measurements are of firmware that a newer release replaced`);
  if (open > 0 || known === 0) return check('unknown', `${known} measurements are known to reference values, and ${open} to none`);
  return check('pass', `each of the ${known} measurements that reference values can tell of is known to them`);
}
