import { expect, test } from 'vitest';
import { rolesForPage } from './page-roles.ts';
import { ROLES, roleHas } from './rights.ts';
import { PAGE_RIGHTS } from './route-rights.ts';

test('only operators and integrators upload', () => {
  expect(rolesForPage('/upload')).toEqual(['operator', 'integrator']);
});

test('each page names exactly the roles that its right opens it to', () => {
  for (const [page, right] of Object.entries(PAGE_RIGHTS)) {
    const path = page.replace(/\[\w+\]/g, 'abc');
    const opened = right === 'public' || right === 'signed-in' ? ROLES : ROLES.filter((role) => roleHas(role, right));
    expect(rolesForPage(path), page).toEqual(opened);
  }
});

test('an address without a page names nobody in particular', () => {
  expect(rolesForPage('/nowhere')).toEqual(ROLES);
});
