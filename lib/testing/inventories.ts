import type { Component, PlatformIdentity } from '#lib/component/types.ts';

/** What an inventory of a test says; fields that are left out are not written. */
export interface InventorySample {
  readonly platform?: Partial<PlatformIdentity>;
  readonly components?: readonly Partial<Component>[];
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

/** A paccor-style inventory as a collector writes it: the same bytes for the same sample. */
export function makeInventory({ platform = {}, components = [], properties = [] }: InventorySample): Uint8Array {
  const file = {
    PLATFORM: {
      PLATFORMMANUFACTURERSTR: platform.manufacturer ?? undefined,
      PLATFORMMODEL: platform.model ?? undefined,
      PLATFORMVERSION: platform.version ?? undefined,
      PLATFORMSERIAL: platform.serial ?? undefined,
    },
    COMPONENTS: components.map(componentRow),
    PROPERTIES: properties.map(({ name, value }) => ({ PROPERTYNAME: name, PROPERTYVALUE: value })),
  };
  return new TextEncoder().encode(`${JSON.stringify(file, null, 2)}\n`);
}

function componentRow(component: Partial<Component>): object {
  const { fieldReplaceable = null, addresses = [] } = component;
  return {
    COMPONENTCLASS: component.class
      ? { COMPONENTCLASSREGISTRY: component.class.registry, COMPONENTCLASSVALUE: component.class.value }
      : undefined,
    MANUFACTURER: component.manufacturer ?? '',
    MODEL: component.model ?? '',
    SERIAL: component.serial ?? undefined,
    REVISION: component.revision ?? undefined,
    MANUFACTURERID: component.manufacturerId ?? undefined,
    FIELDREPLACEABLE: fieldReplaceable === null ? undefined : String(fieldReplaceable),
    ADDRESSES: addresses.length === 0 ? undefined : addresses.map(addressRow),
    STATUS: component.status ?? undefined,
  };
}

function addressRow({ kind, value }: { readonly kind: string; readonly value: string }): object {
  switch (kind) {
    case 'ethernet-mac':
      return { ETHERNETMAC: value };
    case 'wlan-mac':
      return { WLANMAC: value };
    case 'bluetooth-mac':
      return { BLUETOOTHMAC: value };
    default:
      return { addressType: kind, addressValue: value };
  }
}
