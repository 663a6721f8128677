import { isIP } from 'node:net';

/** SMTP's line limit less the command around the address. @spec RFC 5321 section 4.5.3.1.4 */
const MAX_ADDRESS = 986;
const MAX_DOMAIN = 253;
const MAX_LABEL = 63;

const DOT_STRING = /^[0-9A-Za-z!#$%&'*+\-/=?^_`{|}~\u0080-\uFFFF]+(?:\.[0-9A-Za-z!#$%&'*+\-/=?^_`{|}~\u0080-\uFFFF]+)*$/;
const QUOTED_STRING = /^"(?:[ !#-[\]-~\u0080-\uFFFF]|\\[ -~])*"$/;
const LABEL = /^[0-9A-Za-z\u0080-\uFFFF](?:[-0-9A-Za-z\u0080-\uFFFF]*[0-9A-Za-z\u0080-\uFFFF])?$/;

/**
 * Whether a text is an internationalized mail address, in linear time.
 * The grammar that the library uses takes up to 20 ms for one address, so a file full of them would hold a thread for an hour.
 * @spec RFC 6531 section 3.3; RFC 5321 section 4.1.2
 */
export function isIdnEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at < 1 || text.length > MAX_ADDRESS) return false;
  const local = text.slice(0, at);
  return (DOT_STRING.test(local) || QUOTED_STRING.test(local)) && isMailDomain(text.slice(at + 1));
}

function isMailDomain(domain: string): boolean {
  const literal = /^\[(?:IPv6:)?([^[\]]+)\]$/i.exec(domain)?.[1];
  if (literal !== undefined) return isIP(literal) !== 0;
  const labels = domain.split('.');
  const last = labels.at(-1) ?? '';
  return domain.length <= MAX_DOMAIN && labels.length > 1 && last.length > 1 && labels.every(isLabel);
}

function isLabel(label: string): boolean {
  return label.length <= MAX_LABEL && LABEL.test(label);
}
