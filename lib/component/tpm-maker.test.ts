import { expect, test } from 'vitest';
import { tpmMakerText } from './tpm-maker.ts';

test('the maker of a TPM is told as people write it', () => {
  expect(tpmMakerText('id:49465800')).toBe('IFX');
  expect(tpmMakerText('ID:53544d20')).toBe('STM');
});

test('what is no vendor id stays as it is written', () => {
  for (const text of ['Infineon', 'id:00000000', 'id:4946', 'id:ff000000']) expect(tpmMakerText(text)).toBe(text);
});
