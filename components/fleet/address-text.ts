/** An address of the fleet with these names and values. A comma may stand in an address as it is. */
export function addressText(parameters: Readonly<Record<string, string>>, path = '/fleet'): string {
  const text = new URLSearchParams(parameters).toString().replaceAll('%2C', ',');
  return text === '' ? path : `${path}?${text}`;
}
