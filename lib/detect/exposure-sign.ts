import type { Exposure } from '#lib/device/attested/exposures.ts';
import { startsAgainstThemselves } from '#lib/device/attested/judged-starts.ts';
import type { DeviceState } from '#lib/device/device-state.ts';
import { timeText } from '#lib/encoding/time-text.ts';
import type { Severity, Sign } from './rule.ts';

interface ExposureRule {
  readonly exposure: Exposure;
  readonly subject: string;
  /** What the start left open, as a sentence without an end. */
  readonly tells: string;
  readonly resolve: string;
  /** Where no earlier start is known without it: nobody can say that somebody changed it. */
  readonly always: { readonly severity: Severity; readonly weighs: 'changed' | 'none' };
}

/** At most one sign: what the last start that is known left open, and whether an earlier one did not. */
export function exposureSigns({ boots }: DeviceState, { exposure, subject, tells, resolve, always }: ExposureRule): readonly Sign[] {
  const last = startsAgainstThemselves(boots).find(({ exposures }) => exposures.includes(exposure));
  if (last === undefined) return [];
  const before = boots.slice(0, boots.indexOf(last)).findLast(({ exposures }) => !exposures.includes(exposure));
  const source = last.attested ? 'attested by the TPM' : 'by a log that nothing attests';
  return [
    {
      key: exposure,
      ...(before === undefined ? always : { severity: 'high' as const }),
      subject,
      expected: 'closed',
      observed: 'open',
      because: [last.sha256, ...(before === undefined || before.sha256 === last.sha256 ? [] : [before.sha256])],
      resolve,
      detail: `${tells} at the start that was told at ${timeText(last.firstSeenAt)}, ${source}${before === undefined ? '' : `; at ${timeText(before.lastSeenAt)} it was not so`}.`,
    },
  ];
}
