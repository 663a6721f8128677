import type { XmlElement } from './types.ts';

/**
 * A path of libxml2 in words: each step of `/*[1]/*[3]` by the name of the element that it means, without the root.
 * @returns `components/component[3]`, counted from 1 among elements of the same name; empty for the root
 */
export function xmlPathOf(root: XmlElement, xpath: string): string {
  const steps: string[] = [];
  let element: XmlElement | undefined = root;
  for (const step of xpath.split('/').slice(2)) {
    const parent: XmlElement = element;
    element = childAt(parent, step);
    // The step leads to an attribute or a text: the element that has it was named.
    if (element === undefined) break;
    steps.push(stepOf(parent, element));
  }
  return steps.join('/');
}

/** `*[3]` counts all elements, `p:name[3]` those of that name; without a number it is the only one. */
function childAt({ children }: XmlElement, step: string): XmlElement | undefined {
  const [, name = '', number] = /^([^[\]]+)(?:\[(\d+)\])?$/.exec(step) ?? [];
  const local = name.slice(name.indexOf(':') + 1);
  const prefix = name.includes(':') ? name.slice(0, name.indexOf(':')) : '';
  const named = name === '*' ? children : children.filter((child) => child.name === local && child.prefix === prefix);
  return named[number === undefined ? 0 : Number(number) - 1];
}

function stepOf({ children }: XmlElement, element: XmlElement): string {
  const alike = children.filter(({ name }) => name === element.name);
  return alike.length === 1 ? element.name : `${element.name}[${alike.indexOf(element) + 1}]`;
}
