/** The element of a finding on the page of its device, for links to it. */
export const findingAnchor = (id: string): string => `finding-${id.slice(0, 16)}`;
