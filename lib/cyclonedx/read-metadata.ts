import { isMembers, listOf, type Members, membersOf } from '#lib/encoding/members.ts';
import { exactValue, firstValue, propertiesOf } from './device-properties.ts';
import { OWN } from './own-names.ts';
import { manufacturerOf, organizationName } from './read-component.ts';
import { textOf } from './read-value.ts';
import type { CycloneDxBom } from './types.ts';

/**
 * What the BOM is about, or null. Where the component doesn't name its manufacturer, the BOM's `manufacture` or `supplier` stand for it;
 * not `manufacturer`, which since 1.6 names who made the BOM.
 */
export function readSubject(bom: Members): CycloneDxBom['subject'] {
  const metadata = membersOf(bom.metadata);
  const { component } = metadata;
  if (!isMembers(component)) return null;
  const properties = propertiesOf(component.properties);
  return {
    manufacturer:
      manufacturerOf(component) ??
      organizationName(metadata.manufacture) ??
      organizationName(metadata.supplier) ??
      exactValue(properties, OWN.manufacturer),
    model: textOf(component.name) ?? exactValue(properties, OWN.model),
    version: textOf(component.version) ?? exactValue(properties, OWN.revision),
    serial: firstValue(properties, 'cdx:device:serialNumber') ?? exactValue(properties, OWN.serial),
    type: textOf(component.type) ?? '',
    bomRef: textOf(component['bom-ref']),
    properties,
  };
}

/** Tools that are listed; the rest say nothing more about who wrote the file. */
const MAX_TOOLS = 100;

/** Producers of the BOM: a list of tools until 1.4, components and services since 1.5. */
export function readTools(bom: Members): CycloneDxBom['tools'] {
  const { tools } = membersOf(bom.metadata);
  const { components, services } = membersOf(tools);
  return [tools, components, services]
    .flatMap((list) => listOf(list).slice(0, MAX_TOOLS))
    .flatMap((tool) => {
      const { name, version } = membersOf(tool);
      const written = textOf(name);
      return written === null ? [] : [{ name: written, version: textOf(version) }];
    });
}
