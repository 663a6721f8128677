import type { Boot } from '#lib/device/attested/boot-types.ts';
import { startsAgainstThemselves } from '#lib/device/attested/judged-starts.ts';
import { timeText } from '#lib/encoding/time-text.ts';
import type { Rule } from '../rule.ts';

const RESOLVE = 'Switch Secure Boot on in the settings of the firmware, start the device, and hand in its event log.';

/** The last start that is known went without Secure Boot. */
export const secureBootOff: Rule = {
  id: 'secure-boot-off',
  means: 'The last start that is known went without Secure Boot.',
  matters: 'Without it the firmware starts any boot loader, whoever made it. Where it was on before, somebody switched it off.',
  resolve: RESOLVE,
  source: 'UEFI 2.10 section 32.3; TCG PC Client Platform Firmware Profile 1.06 section 3.3.4.8; NIST SP 800-147',
  weighs: 'changed',
  evaluate: ({ device: { boots } }) => {
    const last = startsAgainstThemselves(boots).find(({ secureBoot }) => secureBoot === 'off');
    if (last === undefined) return [];
    const before = boots.slice(0, boots.indexOf(last)).findLast(({ secureBoot }) => secureBoot === 'on');
    return [
      {
        key: 'off',
        severity: before === undefined ? 'low' : 'high',
        ...(before === undefined ? { weighs: 'none' as const } : {}),
        subject: 'Secure Boot',
        expected: 'on',
        observed: 'off',
        because: [last.sha256, ...(before === undefined || before.sha256 === last.sha256 ? [] : [before.sha256])],
        resolve: RESOLVE,
        detail: `Secure Boot was off at the start that was told at ${timeText(last.firstSeenAt)}${sourceOf(last)}${before === undefined ? '' : `, and on before, at ${timeText(before.lastSeenAt)}`}.`,
      },
    ];
  },
};

const sourceOf = ({ attested }: Boot): string => (attested ? ', attested by the TPM' : ', by a log that nothing attests');
