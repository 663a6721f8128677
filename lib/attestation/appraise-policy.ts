import type { Check } from '#lib/encoding/check.ts';
import { hashNameOf } from '#lib/tpm/algorithms.ts';
import type { PcrVerdict } from '#lib/tpm/pcr-verdict-types.ts';
import type { AppraisalPolicy } from './appraisal-types.ts';

/** Steps without which nothing that the quote says counts. */
const ALWAYS = [
  'quote',
  'signature',
  'key-attributes',
  'enrolment',
  'nonce',
  'challenge',
  'requested-pcrs',
  'selection',
  'pcr-digest',
  'clock',
  'event-log',
];
/** Without an earlier quote there is no clock to compare with, and without a question nothing was asked for. */
const MAY_NOT_APPLY = ['clock', 'requested-pcrs'];
/** Firmware measures into each of these whenever it starts. */
const LAST_FIRMWARE_PCR = 7;
const MAX_TOLD = 5;

/** What the policy asks for, over what the steps before it found. A step that isn't known is never taken for one that passed. */
export function policyCheck(
  policy: AppraisalPolicy,
  { checks, verdicts }: { readonly checks: readonly Check[]; readonly verdicts: readonly PcrVerdict[] },
): Check {
  const required = [
    ...ALWAYS,
    ...(policy.requireSecureBoot ? ['secure-boot'] : []),
    ...(policy.requireReferences ? ['reference-values'] : []),
    ...(policy.requireKnownFiles ? ['measurement-list'] : []),
  ];
  const steps = checks
    .filter(({ id, status }) => required.includes(id) && status !== 'pass' && !(status === 'not-applicable' && MAY_NOT_APPLY.includes(id)))
    .map(({ id, status }) => ({ what: id, isFailed: status === 'fail' }));
  const contradicted = checks.some(({ id, status }) => id === 'pcrs' && status === 'fail') ? [{ what: 'pcrs', isFailed: true }] : [];
  const pcrs = policy.requiredPcrs.flatMap(({ hash, pcrs: wanted }) => wanted.flatMap((pcr) => unmet({ hash, pcr, verdicts })));
  // A log that tells something else in any PCR is not to be relied on in the others.
  const open = [...steps, ...contradicted, ...pcrs];
  const failed = open.filter(({ isFailed }) => isFailed);
  const told = (failed.length > 0 ? failed : open).map(({ what }) => what);
  const detail = `${told.slice(0, MAX_TOLD).join(', ')}${told.length > MAX_TOLD ? ` and ${told.length - MAX_TOLD} more` : ''}`;
  if (failed.length > 0) return check('fail', `what the policy asks for is not met: ${detail}`);
  return open.length > 0
    ? check('unknown', `what the policy asks for could not be evaluated: ${detail}`)
    : check('pass', 'everything that the policy asks for is met');
}

const check = (status: Check['status'], detail: string): Check => ({
  id: 'policy',
  status,
  detail,
  spec: 'RFC 9334 section 8.5 (appraisal policy for Evidence)',
});

interface WantedPcr {
  readonly hash: number;
  readonly pcr: number;
  readonly verdicts: readonly PcrVerdict[];
}

/** A PCR that the firmware never extended matches a log without records, and says nothing of how the device started. */
function unmet({ hash, pcr, verdicts }: WantedPcr): readonly { readonly what: string; readonly isFailed: boolean }[] {
  const found = verdicts.find((verdict) => verdict.hash === hash && verdict.pcr === pcr);
  const what = `PCR ${pcr} of ${hashNameOf(hash)}`;
  if (found?.attested === true && found.status === 'match') {
    return found.reason === 'never-extended' && pcr <= LAST_FIRMWARE_PCR
      ? [{ what: `${what}, which nothing was measured into`, isFailed: true }]
      : [];
  }
  return [{ what, isFailed: found === undefined || found.status === 'mismatch' || found.status === 'quote-only' }];
}
