import { CLASS_REGISTRY } from './class-registry.ts';
import type { Component } from './types.ts';

/** The two halves of a storage device's revision. */
export interface StorageRevision {
  /** Revision of the device, or the version of the interface that it speaks. */
  readonly hardware: string;
  readonly firmware: string;
}

/**
 * The firmware that the revision of a storage device names behind a colon, such as `00010300:41000C20`;
 * null for parts of other registries and where nothing stands behind it.
 * @spec TCG Storage Component Class Registry 1.0 (componentRevision)
 */
export function storageRevision(component: Pick<Component, 'class' | 'revision'>): StorageRevision | null {
  const { revision } = component;
  const colon = revision?.indexOf(':') ?? -1;
  if (component.class?.registry !== CLASS_REGISTRY.storage || revision === null || colon < 0) return null;
  const firmware = revision.slice(colon + 1);
  return firmware.trim() === '' ? null : { hardware: revision.slice(0, colon), firmware };
}
