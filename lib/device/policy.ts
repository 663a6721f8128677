import type { Category } from '#lib/component/types.ts';

/** What an administrator decides for all devices. */
export interface Policy {
  readonly version: number;
  /** Days after which an observation no longer says what is in the device. */
  readonly freshnessDays: number;
  readonly requireRevocation: boolean;
  /** Whether a certificate that was expired when first received may contribute. */
  readonly acceptExpiredWhenReceived: boolean;
  /** Differences in these categories are shown and never weigh on the verdict (hot-plug, virtual). */
  readonly exemptCategories: readonly Category[];
}
