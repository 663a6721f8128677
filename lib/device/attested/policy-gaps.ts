import { hashNameOf } from '#lib/tpm/algorithms.ts';
import { pcrRangeText } from '#lib/tpm/pcr-selection.ts';
import { lastAnswer } from '../device-facts.ts';
import type { DeviceState } from '../device-state.ts';
import { POLICY_BANK } from '../statement/attestation-policy-types.ts';
import type { RegisterStanding } from './attestation-types.ts';
import { secureBootOf } from './secure-boot.ts';

/** Something that the policy of its group asks of a device, and that it doesn't show. */
export interface PolicyGap {
  readonly what: 'attestation' | 'pcrs' | 'secure-boot' | 'references';
  /** `contradicted`: the device shows the opposite. `unknown`: nothing shows it; what isn't known never counts as met. */
  readonly how: 'contradicted' | 'unknown';
  /** One sentence. */
  readonly says: string;
}

type Asked = Pick<DeviceState, 'attestation' | 'attestationPolicy' | 'boots' | 'untoldStart' | 'firmware'>;

/** What a device doesn't show of what its group has to. Nothing for a device that no line is about. */
export function policyGaps(device: Asked): readonly PolicyGap[] {
  if (device.attestationPolicy.lines.length === 0) return [];
  const last = lastAnswer(device.attestation);
  if (last === undefined) {
    const has = device.attestation.keys.length > 0;
    const says = has
      ? 'No answer of its TPM has proven anything yet, so nothing that policy asks for is known.'
      : 'No attestation key is enrolled, so nothing that policy asks for is known.';
    return [{ what: 'attestation', how: 'unknown', says }];
  }
  return [...pcrGaps(device), ...secureBootGaps(device), ...referenceGaps(device)];
}

/** Firmware measures into each of these whenever it starts: one that nothing was measured into matches a log without records, and shows nothing. */
const LAST_FIRMWARE_PCR = 7;

type Standing = 'met' | 'differs' | 'unrecorded' | 'unmeasured' | 'unknown';

function standingOf(pcr: number, register: RegisterStanding | undefined): Standing {
  switch (register?.status) {
    case 'match':
      return register.reason === 'never-extended' && pcr <= LAST_FIRMWARE_PCR ? 'unmeasured' : 'met';
    case 'mismatch':
      return 'differs';
    case 'quote-only':
      return 'unrecorded';
    default:
      return 'unknown';
  }
}

/** What contradicts the policy, first. */
const SAYS: readonly (readonly [Exclude<Standing, 'met'>, PolicyGap['how'], string])[] = [
  ['differs', 'contradicted', 'contradicts its record in the newest answer of its TPM'],
  ['unrecorded', 'contradicted', 'was extended, and no record tells by what in the newest answer of its TPM'],
  ['unmeasured', 'contradicted', 'holds nothing in the newest answer of its TPM: no firmware measured into it'],
  ['unknown', 'unknown', 'is not shown to match its record in the newest answer of its TPM'],
];

function pcrGaps({ attestation, attestationPolicy: { requiredPcrs } }: Asked): readonly PolicyGap[] {
  const registers = lastAnswer(attestation)?.registers ?? [];
  const standings = requiredPcrs.map((pcr) => {
    const register = registers.find((each) => each.hash === POLICY_BANK && each.pcr === pcr);
    return { pcr, standing: standingOf(pcr, register) };
  });
  const told = SAYS.map(([standing, how, says]) => ({
    how,
    says,
    pcrs: standings.flatMap((each) => (each.standing === standing ? [each.pcr] : [])),
  }));
  const gap = told.find(({ pcrs }) => pcrs.length > 0);
  return gap === undefined
    ? []
    : [{ what: 'pcrs', how: gap.how, says: `${pcrRangeText(gap.pcrs)} of ${hashNameOf(POLICY_BANK)} ${gap.says}.` }];
}

function secureBootGaps(device: Asked): readonly PolicyGap[] {
  const state = secureBootOf(device);
  if (!device.attestationPolicy.requireSecureBoot || state === 'on') return [];
  return state === 'off'
    ? [{ what: 'secure-boot', how: 'contradicted', says: 'Its last start that is known went without Secure Boot.' }]
    : [{ what: 'secure-boot', how: 'unknown', says: 'Nothing that its TPM attests tells whether it started with Secure Boot.' }];
}

/** A log that nothing attests shows nothing, whatever it matches. */
function referenceGaps({ firmware, attestationPolicy, untoldStart }: Asked): readonly PolicyGap[] {
  if (!attestationPolicy.requireReferences) return [];
  if (firmware === null || !firmware.attested || untoldStart !== null)
    return [{ what: 'references', how: 'unknown', says: 'No start that its TPM attests can be compared with reference values.' }];
  const { referenced, outdated, mismatch, 'not-referenced': open } = firmware.counts;
  if (mismatch > 0)
    return [{ what: 'references', how: 'contradicted', says: `${mismatch} of its measurements are other than reference values say.` }];
  if (outdated > 0)
    return [
      { what: 'references', how: 'contradicted', says: `${outdated} of its measurements are of firmware that a newer release replaced.` },
    ];
  return referenced > 0 && open === 0 && firmware.records.length === 0
    ? []
    : [
        {
          what: 'references',
          how: 'unknown',
          says: `${referenced} of its measurements are known to reference values, and ${open} to none.`,
        },
      ];
}
