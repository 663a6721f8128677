import type { Boot } from './boot-types.ts';

/**
 * The start by which a device is judged: the newest that a quote attests, else the newest. A log that nothing attests stands in for none that
 * a TPM vouched for: whoever may hand files in could hide with it what the TPM measured.
 */
export function judgedStart<Start>(starts: readonly Start[], bootOf: (start: Start) => Pick<Boot, 'attested'>): Start | undefined {
  return starts.findLast((start) => bootOf(start).attested) ?? starts.at(-1);
}

/** The starts whose word against themselves counts: that one, and before it the newest log, which nobody gains by writing so. */
export function startsAgainstThemselves(boots: readonly Boot[]): readonly Boot[] {
  const [newest, judged] = [boots.at(-1), judgedStart(boots, (boot) => boot)];
  return [...new Set([newest, judged])].filter((boot) => boot !== undefined);
}
