import type { AttestationPolicyLine } from '#lib/device/statement/attestation-policy-types.ts';
import type { DeviceGroup } from '#lib/device/statement/device-group.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { pluralText } from '#lib/i18n/message.ts';
import { pcrRangeText } from '#lib/tpm/pcr-selection.ts';
import { groupLimits } from './group-text.ts';

/** Which devices a line is about, in words. */
export const groupText = (texts: Pick<Catalogue, 'attestationPolicy' | 'governed'>, group: DeviceGroup): string =>
  groupLimits(texts, group).join('; ') || texts.attestationPolicy.everyDevice;

/** What a line asks of them, in words. */
export function askedText({ attestationPolicy: words }: Pick<Catalogue, 'attestationPolicy'>, line: AttestationPolicyLine): string {
  const { freshnessDays, requiredPcrs, requireSecureBoot, requireReferences } = line;
  return [
    ...(freshnessDays === null ? [] : [pluralText('en', words.freshnessText, { count: freshnessDays })]),
    ...(requiredPcrs.length === 0 ? [] : [pcrsText(words, requiredPcrs)]),
    ...(requireSecureBoot ? [words.secureBootText] : []),
    ...(requireReferences ? [words.referencesText] : []),
  ].join('; ');
}

const pcrsText = ({ pcrsText: forms }: Catalogue['attestationPolicy'], pcrs: readonly number[]): string =>
  pluralText('en', forms, { count: pcrs.length, pcrs: pcrRangeText(pcrs.toSorted((a, b) => a - b)) });
