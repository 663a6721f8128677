import type { MeasuredFirmware } from '#lib/device/attested/firmware-types.ts';
import type { Rule, Sign } from '../rule.ts';

const RESOLVE =
  'Hand in a reference manifest of the model and firmware with its support files, signed by somebody who may sign reference values.';
const RESOLVE_TRUST = "Add the trust anchor of the manifest's signer, or hand in another manifest.";
/** PCRs that the firmware of the platform extends by itself. @spec TCG PC Client Platform Firmware Profile 1.06 section 3.3.4 */
const FIRMWARE_PCRS = 8;

/** A start was reported, and nobody at hand says what its firmware should measure. */
export const referenceValueMissing: Rule = {
  id: 'reference-value-missing',
  means: 'A start was reported, and nobody at hand says what its firmware should measure.',
  matters:
    'Without a reference value a measurement can be compared with earlier ones only: firmware that was bad from the beginning looks the same.',
  resolve: RESOLVE,
  source: 'RFC 9334 section 4.2 (reference values); NIST SP 800-155 section 3.2',
  weighs: 'incomplete',
  evaluate: ({ device: { firmware } }) => {
    if (firmware === null) return [];
    const counts = firmware.sources.some(({ standing, values }) => values > 0 && (standing === 'counts' || standing === 'superseded'));
    return counts ? missingPcrs(firmware) : [nothingAtHand(firmware)];
  },
};

/** Nothing rests on reference values yet, so nothing is taken away: the log says what it says. Where sources are at hand that don't count, somebody should look. */
function nothingAtHand({ sha256, sources }: MeasuredFirmware): Sign {
  const reasons = sources.map(({ name, detail }) => `${name}: ${detail}`);
  const because = sources.flatMap((source) => source.because);
  const isManifestDoubted = sources.some(({ by, standing }) => by === 'manifest' && standing === 'not-trusted');
  return {
    key: 'none',
    severity: sources.length === 0 ? 'info' : 'low',
    weighs: 'none',
    subject: 'measured firmware',
    expected: 'reference values of this model',
    observed: reasons.length === 0 ? null : reasons.join('; '),
    because: [sha256, ...new Set(because.filter((other) => other !== sha256))],
    resolve: isManifestDoubted ? RESOLVE_TRUST : RESOLVE,
    detail: `What this device measured at its last start is compared with no reference value: ${reasons.length === 0 ? 'none is at hand' : reasons.join('; ')}.`,
  };
}

function missingPcrs({ sha256, records }: MeasuredFirmware): readonly Sign[] {
  const missing = records.filter(({ outcome, pcr }) => outcome === 'not-referenced' && pcr < FIRMWARE_PCRS);
  return [...Map.groupBy(missing, ({ pcr }) => pcr)].map(([pcr, unknown]): Sign => {
    const [first] = unknown;
    const what = first === undefined ? '' : `${first.type}, ${first.says}${unknown.length > 1 ? `, and ${unknown.length - 1} more` : ''}`;
    return {
      key: `pcr ${pcr}`,
      severity: 'medium',
      subject: `PCR ${pcr}`,
      expected: 'a reference value of this PCR',
      observed: what,
      because: [sha256],
      resolve: RESOLVE,
      detail: `No source at hand has reference values of PCR ${pcr}, and the device measured into it: ${what}.`,
    };
  });
}
