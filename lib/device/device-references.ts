import { deviceIdOf, type NamedGroup } from './device-ids.ts';

/** Finds the device that a text names; undefined when it names none, or several. */
export type ResolveDevice = (reference: string) => NamedGroup | undefined;

/**
 * What people and submitters may call a device: its id, a strong key, the id that a strong key would give,
 * or the SHA-256 of an artifact that belongs to it alone.
 */
export function deviceResolver(groups: readonly NamedGroup[], artifactsOf: (group: NamedGroup) => Iterable<string>): ResolveDevice {
  const names = new Map<string, NamedGroup | null>();
  for (const group of groups) for (const artifact of artifactsOf(group)) enter(names, artifact, group);
  for (const group of groups) for (const key of group.keys) for (const name of [key, deviceIdOf(key)]) names.set(name, group);
  // Last, so that nothing that a file holds hides a device's own id.
  for (const group of groups) names.set(group.id, group);
  return (reference) => names.get(reference) ?? undefined;
}

/** Null marks a name of several devices. */
function enter(names: Map<string, NamedGroup | null>, name: string, group: NamedGroup): void {
  const known = names.get(name);
  names.set(name, known === undefined || known === group ? group : null);
}
