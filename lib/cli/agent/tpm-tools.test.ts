import { expect, test } from 'vitest';
import { programEnvironment } from './tpm-tools.ts';

const environmentOf = (tcti: string | undefined) => programEnvironment({ path: '/usr/bin', tcti, runtimeFolder: undefined }, '/tmp/round');

test('programs reach the TPM of the kernel unless told otherwise, and never look for one by themselves', () => {
  const usual = { PATH: '/usr/bin', LC_ALL: 'C', HOME: '/tmp/round' };
  expect(environmentOf(undefined)).toEqual({ ...usual, TPM2TOOLS_TCTI: 'device:/dev/tpmrm0' });
  expect(environmentOf('swtpm:port=4000')).toEqual({ ...usual, TPM2TOOLS_TCTI: 'swtpm:port=4000' });
});
