import { expect, test } from 'vitest';
import { encodeUtf8, fromHex, toHex } from '#lib/encoding/bytes.ts';
import { contextConstructed, contextPrimitive, rawOf, readDer } from '#lib/encoding/der.ts';
import { derInteger, derOid, derSequence, derString, derValue } from '#lib/encoding/der-write.ts';
import { directoryNameOf, generalNameText, MAX_GENERAL_NAMES, readGeneralName, readGeneralNames } from './general-names.ts';
import { encodeName, nameText } from './name.ts';

const NAME = encodeName([{ oid: '2.5.4.3', value: 'x' }]);
const refusal = (code: string): unknown => expect.objectContaining({ code });
const text = (n: number, value: string): Uint8Array => derValue(contextPrimitive(n), encodeUtf8(value));

test.each([
  ['an address', text(1, 'a@b.example'), 'email:a@b.example'],
  ['a host', text(2, 'b.example'), 'dns:b.example'],
  ['a locator', text(6, 'https://b.example/'), 'uri:https://b.example/'],
  ['a directory name', derValue(contextConstructed(4), NAME), 'CN=x'],
  ['an IP address', derValue(contextPrimitive(7), fromHex('7f000001')), 'ip:7f000001'],
  ['a registered identifier', derOid('1.2.3', contextPrimitive(8)), 'oid:1.2.3'],
  ['another name', derValue(contextConstructed(0), derOid('1.2.3'), derValue(contextConstructed(0), derString('x'))), '1.2.3=#0c0178'],
  ['an EDI party name', derValue(contextConstructed(5), derString('x')), '#a5030c0178'],
])('%s is read', (_, der, expected) => {
  expect(generalNameText(readGeneralName(readDer(der)), nameText)).toBe(expected);
});

test('the value of an otherName is what its explicit tag holds', () => {
  const value = derSequence(derInteger(1));
  const name = readGeneralName(readDer(derValue(contextConstructed(0), derOid('2.23.133.5.1.8'), derValue(contextConstructed(0), value))));
  expect(name).toMatchObject({ kind: 'other-name', typeId: '2.23.133.5.1.8' });
  expect(name.kind === 'other-name' && toHex(rawOf(name.value))).toBe(toHex(value));
});

test('names come in order, whatever tag they are under', () => {
  const names = [text(2, 'a'), text(2, 'b')];
  expect(readGeneralNames(readDer(derSequence(...names))).map(({ kind }) => kind)).toEqual(['dns', 'dns']);
  expect(readGeneralNames(readDer(derValue(contextConstructed(0), ...names)))).toHaveLength(2);
  expect(readGeneralNames(readDer(derSequence()))).toEqual([]);
});

test('there may be the limit of names and not one more', () => {
  const many = (count: number): Uint8Array => derSequence(...Array.from({ length: count }, () => text(2, 'a')));
  expect(readGeneralNames(readDer(many(MAX_GENERAL_NAMES)))).toHaveLength(MAX_GENERAL_NAMES);
  expect(() => readGeneralNames(readDer(many(MAX_GENERAL_NAMES + 1)))).toThrow(refusal('too-many'));
});

test.each([
  ['a name without its explicit tag', NAME, 'bad-tag'],
  ['two names', derValue(contextConstructed(4), NAME, NAME), 'trailing-data'],
  ['no name', derValue(contextConstructed(4)), 'missing-field'],
])('%s is no directory name', (_, der, code) => {
  expect(() => directoryNameOf(readDer(der))).toThrow(refusal(code));
});

test.each([
  ['an unknown alternative', derValue(contextPrimitive(9))],
  ['a universal type', derInteger(1)],
])('%s is no general name', (_, der) => {
  expect(() => readGeneralName(readDer(der))).toThrow(refusal('bad-tag'));
});
