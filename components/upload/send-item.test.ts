import { expect, test } from 'vitest';
import { catalogueOf } from '#lib/i18n/catalogue.ts';
import { sendItem, sizeText } from './send-item.ts';
import { MAX_CERTIFICATE_BYTES, type UploadItem } from './upload-item.ts';

const texts = catalogueOf('en').upload;

function run(file: File, signal = new AbortController().signal) {
  const head = { id: '1', name: file.name, idempotencyKey: 'k', device: null, role: null, skipKnown: false } as const;
  const item: UploadItem = { ...head, file, state: { kind: 'waiting' } };
  return sendItem({ item, texts, signal, onState: () => undefined });
}

test('an empty file and one beyond the limit are refused before anything is sent', async () => {
  expect(await run(new File([], 'empty'))).toMatchObject({ kind: 'refused', problem: { what: texts.emptyFile } });
  const large = new Uint8Array(MAX_CERTIFICATE_BYTES + 1);
  large[0] = 0x30;
  expect(await run(new File([large], 'large.cer'))).toMatchObject({
    kind: 'refused',
    problem: { what: 'It has 1.1 MiB; the limit is 1 MiB. It was not sent.' },
  });
});

test('a file that can not be read any more is told, and may be tried again', async () => {
  const gone = new File(['x'], 'gone');
  gone.slice = () => {
    throw new DOMException('gone', 'NotFoundError');
  };
  expect(await run(gone)).toMatchObject({ kind: 'failed', problem: { what: texts.unreadableHere } });
});

test('sizes are told in units that a person reads', () => {
  expect([12, 2048, 1536 * 1024, 64 * 1024 * 1024].map(sizeText)).toEqual(['12 B', '2 KiB', '1.5 MiB', '64 MiB']);
});
