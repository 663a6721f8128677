import type { DeviceState } from '#lib/device/device-state.ts';
import type { DeviceDocument } from '#lib/device/types.ts';
import { describeDocument, documentSign } from '../document-sign.ts';
import type { Rule } from '../rule.ts';

const SIGNATURE_CHECKS: readonly string[] = ['bom-signature', 'part-signatures'];

/** The answer rests on it: it is what was observed, or a baseline was made of it. */
const isAnsweredFrom = ({ observed, expected }: DeviceState, { sha256 }: DeviceDocument): boolean =>
  observed?.document.sha256 === sha256 || expected.because.includes(sha256);

/** A signature in a BOM doesn't verify: over the whole of it, or over a part. */
export const bomSignatureInvalid: Rule = {
  id: 'bom-signature-invalid',
  means: "A signature in a BOM doesn't verify: over the whole of it, or over a part.",
  matters: 'What it covers was changed after it was signed, or the signature was taken from somewhere else; what it lists may be false.',
  resolve: 'Hand in the BOM as its maker signed it.',
  source: 'ECMA-424 (CycloneDX 1.6), signature; JSON Signature Format 0.82 section 6; XML Signature 1.1 section 3.2',
  weighs: 'incomplete',
  evaluate: ({ device }) =>
    device.documents.flatMap((document) => {
      const failed = document.checks.filter(({ id, status }) => SIGNATURE_CHECKS.includes(id) && status === 'fail');
      if (document.read.kind !== 'cyclonedx-bom' || failed.length === 0) return [];
      const isRelied = isAnsweredFrom(device, document);
      const observed = failed.map(({ detail }) => detail).join('; ');
      return [
        documentSign({
          document,
          severity: isRelied ? 'medium' : 'low',
          weighs: isRelied ? 'incomplete' : 'none',
          expected: 'signatures that verify, or none',
          observed,
          resolve: 'Hand in the BOM as its maker signed it.',
          detail: `The ${describeDocument(document)} carries a signature that does not verify${isRelied ? ', and the answer rests on it' : ''}: ${observed}.`,
        }),
      ];
    }),
};
