import { className, registryName } from './class-registry.ts';
import type { ComponentClass } from './types.ts';

/** A class for a person: its name where its registry lists it, and always whose value it is. An unlisted value stands as it is. */
export function classText(componentClass: ComponentClass): string {
  const name = className(componentClass);
  const value = `${registryName(componentClass.registry) ?? componentClass.registry} ${componentClass.value}`;
  return name === null ? value : `${name} (${value})`;
}
