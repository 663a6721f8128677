import type { Boot } from '#lib/device/attested/boot-types.ts';
import { judgedStart } from '#lib/device/attested/judged-starts.ts';
import type { DeviceState } from '#lib/device/device-state.ts';
import { catalogueOf, type Locale } from '#lib/i18n/catalogue.ts';
import { translate } from '#lib/i18n/message.ts';
import { type BootStepView, bootId, firmwareView } from './firmware-view.ts';
import { timeText } from './time-text.ts';

/** How a device starts at one moment against how it starts at another. */
export interface StartsBetween {
  /** Which starts are compared, and what came of it. */
  readonly sentence: string;
  readonly steps: readonly BootStepView[];
  /** Steps beyond those that are told, in words; null when there are none. */
  readonly further: string | null;
  /** That the device started since the later one, and nobody knows what; null where it did not. */
  readonly untold: string | null;
  /** Ids of the two starts, where there are two. */
  readonly pair: { readonly boot: string; readonly against: string } | null;
}

type Started = Pick<DeviceState, 'boots' | 'untoldStart'>;

/** Differences that a page tells here; where two starts are compared it tells them all. */
export const MAX_STEPS_BETWEEN = 100;

/**
 * The start by which the device was judged at one moment against that at a later one.
 * @returns null where no start was known at the later one
 */
export function startsBetween(locale: Locale, { from, to }: { readonly from: Started; readonly to: DeviceState }): StartsBetween | null {
  const [before, after] = [from, to].map(({ boots }) => judgedStart(boots, (boot) => boot));
  if (after === undefined) return null;
  const words = catalogueOf(locale).firmware.between;
  const told = { steps: [], further: null, untold: to.untoldStart === null ? null : words.untold, pair: null };
  const [later, earlier] = [startText(locale, after), before === undefined ? '' : startText(locale, before)];
  if (before === undefined) return { ...told, sentence: translate(locale, 'firmware.between.noneBefore', { later }) };
  const pair = { boot: bootId(after), against: bootId(before) };
  if (pair.boot === pair.against) return { ...told, sentence: translate(locale, 'firmware.between.same', { later }) };
  const chosen = firmwareView(locale, { device: to, ...pair })?.chosen;
  if (chosen?.boot.id !== pair.boot || chosen.against?.id !== pair.against)
    return { ...told, sentence: translate(locale, 'firmware.between.apart', { earlier, later }) };
  const steps = chosen.steps.slice(0, MAX_STEPS_BETWEEN);
  const left = chosen.steps.length - steps.length;
  return {
    ...{ ...told, steps, pair },
    sentence: translate(locale, `firmware.between.${steps.length === 0 ? 'equal' : 'differ'}`, { earlier, later }),
    further: left === 0 ? chosen.further : translate(locale, 'firmware.further', { count: left }),
  };
}

function startText(locale: Locale, { firstSeenAt, attested }: Boot): string {
  const { attested: byTpm, selfAsserted } = catalogueOf(locale).firmware;
  return `${timeText(firstSeenAt)} (${attested ? byTpm : selfAsserted})`;
}
