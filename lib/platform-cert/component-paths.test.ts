import { expect, test } from 'vitest';
import { componentPathsAt, componentPathsOf } from './component-paths.ts';

test('the paths of a component are the same whether they are kept or made', () => {
  for (const index of [0, 1, 127, 128, 4999]) expect(componentPathsAt(index)).toEqual(componentPathsOf(`components[${index}]`));
});

test('a field is named by its component', () => {
  expect(componentPathsAt(3).classRegistry).toBe('components[3].class.registry');
  expect(componentPathsOf('components[3].traits[0]').serial).toBe('components[3].traits[0].serial');
});
