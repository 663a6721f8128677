import { expect, test } from 'vitest';
import { encodeCursor } from '#lib/store/page.ts';
import { causeKey, causeOf, groupFilter, inboxAddress, inboxHref } from './inbox-address.ts';

test('the address carries the whole state of the inbox', () => {
  const [cursor, more] = [encodeCursor([0, 'a', 'b', 'c']), encodeCursor(['a', 'b', 'c'])];
  const params = { severity: 'high', rule: 'component-added', state: 'closed', decision: 'none', cursor, cause: 'x', more };
  const address = inboxAddress(params);
  expect(inboxHref(address)).toBe(
    `/findings?severity=high&rule=component-added&state=closed&decision=none&cursor=${cursor}&cause=x&more=${more}`,
  );
  expect(inboxAddress(Object.fromEntries(new URL(inboxHref(address), 'http://localhost').searchParams))).toEqual(address);
});

test('what the address does not know counts as not given', () => {
  const address = inboxAddress({ severity: 'awful', state: ['open', 'closed'], decision: 'maybe', rule: '', cursor: 'x', more: 'y' });
  expect(inboxHref(address)).toBe('/findings');
  expect(groupFilter(address.filter)).toEqual({ open: true });
});

test('a cause is named in the address, whatever characters its subject has', () => {
  const cause = { severity: 'high', rule: 'component-added', subject: 'Memory module ＤＩＭＭ &cause=<b>' } as const;
  expect(causeOf(causeKey(cause))).toEqual(cause);
  expect(causeOf('nonsense')).toBeNull();
  expect(causeOf(Buffer.from('["awful","a","b"]').toString('base64url'))).toBeNull();
  expect(causeOf(undefined)).toBeNull();
});
