import { visibleText } from '#lib/component/visible-text.ts';
import type { Attestation, ClockStep } from '../attested/attestation-types.ts';
import { failureOf, type JudgedAnswer } from '../attested/attestations.ts';
import type { Submission } from '../submission-types.ts';
import type { DeviceDocument } from '../types.ts';
import type { BootTold } from './boot-events.ts';

/** Tells each act of handing in evidence: what the TPM answered, or why the answer proves nothing. */
export function answerTeller(answers: readonly JudgedAnswer[]): (document: DeviceDocument, submission: Submission) => BootTold | null {
  const told = new Map(answers.map(({ document, submission, attestation }) => [keyOf(document, submission), answerEvent(attestation)]));
  return (document, submission) => (told.size === 0 ? null : (told.get(keyOf(document, submission)) ?? null));
}

const keyOf = ({ read }: DeviceDocument, { id }: Submission): string => `${read.id} ${id}`;

function answerEvent(attestation: Attestation): BootTold {
  const { outcome, clockSteps, key } = attestation;
  const reason = reasonOf(attestation).replace(/\.$/, '');
  return {
    lane: 'attestation',
    kind: `attestation-${outcome}`,
    title: visibleText(`${OUTCOMES[outcome]}${reason}${sinceText(clockSteps)}`),
    facts: { key, ...(clockSteps.length === 0 ? {} : { steps: clockSteps.join() }) },
    // Answers of one key that pass and tell of nothing new are repeats; what failed or proves nothing never is.
    ...(outcome === 'passed' && clockSteps.length === 0 ? { subject: `attestation\n${key}\n${reason}` } : {}),
  };
}

/** The counters are the key's own, so that of two keys that answer in turn each tells of the time since it answered itself. */
function sinceText(clockSteps: readonly ClockStep[]): string {
  const steps = clockSteps.flatMap((step) => (step === 'key-changed' ? [] : [STEPS[step]])).join(' and ');
  const isOther = clockSteps.includes('key-changed');
  const since = steps === '' ? '' : `; since ${isOther ? 'it answered last' : 'the answer before'}, ${steps}`;
  return `${isOther ? '; another key answers than before' : ''}${since}`;
}

const OUTCOMES: Readonly<Record<Attestation['outcome'], string>> = {
  passed: 'Attestation passed: the TPM answered the challenge',
  failed: 'Attestation failed: ',
  unproven: 'Attestation that proves nothing: ',
};

const STEPS: Readonly<Record<Exclude<ClockStep, 'key-changed'>, string>> = {
  reboot: 'the device was started anew',
  resume: 'the device was resumed',
  'tpm-firmware-changed': 'the firmware of the TPM changed',
};

function reasonOf({ outcome, checks }: Attestation): string {
  const registers = checks.find(({ id }) => id === 'pcrs');
  if (outcome === 'passed')
    return registers?.status === 'pass' ? ', and its event log tells what it holds' : `; ${registers?.detail ?? ''}`;
  return (outcome === 'failed' ? failureOf(checks) : checks.find(({ status }) => status === 'unknown'))?.detail ?? '';
}

/** An answer that tells of another start than the one before says so. */
export function withBoot(answer: BootTold, boot: BootTold | null): BootTold {
  if (boot === null || boot.kind !== 'boot') return answer;
  const start = `${boot.title.charAt(0).toLowerCase()}${boot.title.slice(1)}`;
  const { subject, ...told } = { ...answer, title: `${answer.title}. The ${start}`, facts: { ...answer.facts, ...boot.facts } };
  return subject === undefined || boot.subject === undefined ? told : { ...told, subject };
}
