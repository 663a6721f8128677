import { expect, test } from 'vitest';
import { effectWords } from './effect-words.ts';

const whole = { concerned: 33, isMore: false, looked: 33, changes: [], isCut: false, next: null };

test('of a page with some of the devices concerned it is told what became of them, and why they are not all', () => {
  expect(effectWords({ ...whole, concerned: 212, isCut: true, next: 'after' }, 'en')).toEqual({
    summary: 'Of 212 devices concerned 33 were judged here as they are and as they would be.',
    part: 'One page judges at most 200 devices, and begins with none after 5 seconds; the next page goes on with the others.',
    stay: '33 devices stay as they are.',
  });
});

test('the last page does not speak of a next one', () => {
  const { part, stay } = effectWords({ ...whole, concerned: 5000, isMore: true, isCut: true, changes: [1] }, 'en');
  expect({ part, stay }).toEqual({ part: null, stay: '32 devices stay as they are.' });
});

test('where all were judged, one sentence says that all stay', () => {
  expect(effectWords(whole, 'en')).toEqual({
    summary: '33 devices are concerned, and their answers would stay as they are.',
    part: null,
    stay: null,
  });
  expect(effectWords({ ...whole, changes: Array(33).fill(1) }, 'en').stay).toBeNull();
  expect(effectWords({ ...whole, looked: 0, concerned: 0 }, 'en')).toEqual({
    summary: 'No device is concerned today.',
    part: null,
    stay: null,
  });
});
