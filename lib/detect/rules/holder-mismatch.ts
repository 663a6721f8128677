import type { DeviceDocument } from '#lib/device/types.ts';
import { describeDocument, documentSign, documentsWithCheck } from '../document-sign.ts';
import type { Rule } from '../rule.ts';

/** Whether everything but the holder convinces. */
const isGenuine = ({ checks }: DeviceDocument): boolean =>
  ['signature', 'chain'].every((id) => checks.some((check) => check.id === id && check.status === 'pass'));

/** A platform certificate is bound to another EK certificate than this device's own. */
export const holderMismatch: Rule = {
  id: 'holder-mismatch',
  means: "A platform certificate is bound to another EK certificate than this device's own.",
  matters: 'A genuine certificate of another machine says nothing about this one: it may have been copied along with a label.',
  resolve: "Hand in the platform certificate that names this device's EK certificate.",
  source: 'RFC 5755 section 4.2.2 (holder); TCG Platform Certificate Profile 1.1 section 3.2 (binding to the EK certificate)',
  weighs: 'failed',
  evaluate: ({ device }) =>
    documentsWithCheck(device, { ids: ['holder'], statuses: ['fail'] }).map(({ document, check }) => {
      const weighs = isGenuine(document) && !device.documents.some((other) => other.contributes && other !== document);
      return documentSign({
        document,
        severity: weighs ? 'high' : 'low',
        weighs: weighs ? 'failed' : 'none',
        expected: "this device's own EK certificate",
        observed: check.detail,
        resolve: "Hand in the platform certificate that names this device's EK certificate.",
        detail: `The ${describeDocument(document)} is bound to another TPM: ${check.detail}.`,
      });
    }),
};
