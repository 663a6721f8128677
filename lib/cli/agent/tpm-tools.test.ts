import { expect, test } from 'vitest';
import { deviceProblem, programEnvironment } from './tpm-tools.ts';

const environmentOf = (tcti: string | undefined) => programEnvironment({ path: '/usr/bin', tcti, runtimeFolder: undefined }, '/tmp/round');

test('programs reach the TPM of the kernel unless told otherwise, and never look for one by themselves', () => {
  const usual = { PATH: '/usr/bin', LC_ALL: 'C', HOME: '/tmp/round' };
  expect(environmentOf(undefined)).toEqual({ ...usual, TPM2TOOLS_TCTI: 'device:/dev/tpmrm0' });
  expect(environmentOf('swtpm:port=4000')).toEqual({ ...usual, TPM2TOOLS_TCTI: 'swtpm:port=4000' });
});

test('a TPM that is not there is told as that, and one that can be opened, or is reached otherwise, is no reason', () => {
  expect(deviceProblem({ tcti: 'device:/dev/no-such-tpm' })).toBe(
    'this machine has no TPM at /dev/no-such-tpm: it has none, or its firmware switched it off; another one is named by --tcti',
  );
  expect(deviceProblem({ tcti: 'device:/dev/null' })).toBeUndefined();
  expect(deviceProblem({ tcti: 'swtpm:port=4000' })).toBeUndefined();
});
