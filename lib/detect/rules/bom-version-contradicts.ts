import type { DeviceState } from '#lib/device/device-state.ts';
import type { BomVersionProblem } from '#lib/device/types.ts';
import { documentIds, problemSign, problemsOf } from '../problem-sign.ts';
import type { Rule, Severity } from '../rule.ts';

const RESOLVE = 'Ask whoever makes the BOM which one is the newest, and hand it in with a version higher than all before.';

const DETAILS: Readonly<Record<BomVersionProblem['what'], (versions: readonly number[]) => string>> = {
  'went-back': ([higher, lower]) => `version ${lower} was received after version ${higher}`,
  'other-content': ([version]) => `version ${version} was handed in with several contents`,
  'order-unknown': (versions) =>
    `versions ${versions.join(' and ')} were received at one instant, so nothing tells whether one of them went back`,
};

function severityOf({ observed }: DeviceState, { what, suspects }: BomVersionProblem): Severity {
  if (what === 'order-unknown') return 'info';
  return observed !== null && suspects.includes(observed.document.sha256) ? 'medium' : 'low';
}

/** BOMs of one serial number whose versions don't say which is the newer one. */
export const bomVersionContradicts: Rule = {
  id: 'bom-version-contradicts',
  means: 'Under one serial number a lower version of a BOM came in after a higher one, or one version has several contents.',
  matters: 'An old BOM can pass as the newest, or a changed one as the one that was checked before.',
  resolve: RESOLVE,
  source: 'ECMA-424 (CycloneDX 1.6), serialNumber and version; attack: an old BOM is presented as the newest (RFC 9334 section 10)',
  weighs: 'incomplete',
  evaluate: ({ device }) =>
    problemsOf(device, 'bom-version-contradicts').map((problem) => {
      const { what, serialNumber, versions, because } = problem;
      const severity = severityOf(device, problem);
      const found = DETAILS[what](versions);
      return {
        ...problemSign({
          device,
          because,
          key: `${what}>${serialNumber}>${documentIds(device, because)}`,
          severity,
          subject: `BOM ${serialNumber}`,
          expected: 'a higher version for each change',
          observed: found,
          detail: `Of the BOM ${serialNumber} ${found}.`,
          resolve: RESOLVE,
        }),
        ...(severity === 'medium' ? {} : { weighs: 'none' as const }),
      };
    }),
};
