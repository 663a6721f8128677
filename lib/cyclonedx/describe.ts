import { visibleText } from '#lib/component/visible-text.ts';
import type { CycloneDxBom } from './types.ts';

/** One line for a person: version, what it lists, what it is about. Text from the file is made visible. */
export function describeCycloneDx(document: CycloneDxBom): string {
  const { form, specVersion, components, subject } = document;
  const parts = `${components.length} ${components.length === 1 ? 'component' : 'components'}`;
  const about = subject === null ? '' : ` of ${subjectText(subject)}`;
  return `${form === 'spdx-json' ? 'SPDX' : 'CycloneDX'} ${specVersion} ${isHardware(document) ? 'HBOM' : 'SBOM'}${about}: ${parts}${document.schemaValid ? '' : ', not valid by its schema'}`;
}

function isHardware({ components, subject }: CycloneDxBom): boolean {
  const isPart = (type: string): boolean => type === 'device' || type === 'hardware';
  return (subject !== null && isPart(subject.type)) || components.some(({ type }) => isPart(type));
}

function subjectText({ manufacturer, model, version, serial }: NonNullable<CycloneDxBom['subject']>): string {
  const name = [manufacturer, model, version].filter((text) => text !== null).join(' ') || 'an unnamed product';
  return visibleText(serial === null ? name : `${name}, serial ${serial}`);
}
