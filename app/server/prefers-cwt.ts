const CWT = ['application/eat+cwt', 'application/cwt'];
const JWT = ['application/eat+jwt', 'application/jwt'];

/** Whether an Accept header ranks a CWT above a JWT; a JWT is given where it says nothing of either. @spec RFC 9110 section 12.5.1 */
export function prefersCwt(accept: string | null): boolean {
  const quality = qualities(accept ?? '');
  const best = (types: readonly string[]): number => Math.max(0, ...types.map((type) => quality.get(type) ?? 0));
  return best(CWT) > best(JWT);
}

function qualities(accept: string): ReadonlyMap<string, number> {
  return new Map(
    accept.split(',').map((range) => {
      const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
      return [type, /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(weight) ? Number(weight) : 0];
    }),
  );
}
