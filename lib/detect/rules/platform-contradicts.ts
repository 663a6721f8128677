import type { DeviceState } from '#lib/device/device-state.ts';
import { linkKeysOf } from '#lib/device/link/keys.ts';
import type { DeviceDocument } from '#lib/device/types.ts';
import { describeDocument, documentSign } from '../document-sign.ts';
import type { Rule } from '../rule.ts';

const RESOLVE = 'Withdraw the link if the report belongs to another device; else decide on the finding, and say why the names differ.';

const weakKeysOf = (documents: readonly DeviceDocument[]): ReadonlySet<string> =>
  new Set(documents.flatMap(({ read }) => linkKeysOf(read).weak));

/** Reports that somebody linked by hand and that speak of a platform that no certificate of this device names. */
function contradicting({ documents }: DeviceState): readonly DeviceDocument[] {
  const own = weakKeysOf(documents.filter(({ contributes }) => contributes));
  if (own.size === 0) return [];
  return documents.filter((document) => {
    if (document.ground !== 'statement' || document.contributes) return false;
    const named = weakKeysOf([document]);
    return named.size > 0 && ![...named].some((key) => own.has(key));
  });
}

/** A report that names another platform was linked to this device by hand. */
export const platformContradicts: Rule = {
  id: 'platform-contradicts',
  means: 'A report that names another manufacturer, model or serial was linked to this device by hand.',
  matters: "What it lists may be another machine's parts: a clean report of one device could hide what is in another.",
  resolve: RESOLVE,
  source: 'NIST SP 1800-34 (verifying that the device is the one that was shipped); this program: linking by weak keys',
  weighs: 'incomplete',
  evaluate: ({ device }) =>
    contradicting(device).map((document) =>
      documentSign({
        document,
        severity: 'medium',
        expected: "the platform that this device's certificates name",
        observed: [...weakKeysOf([document])].join(', '),
        resolve: RESOLVE,
        detail: `The ${describeDocument(document)} names another manufacturer, model or serial than this device's certificates, and somebody linked it here by hand.`,
      }),
    ),
};
