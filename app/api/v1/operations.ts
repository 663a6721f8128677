import { GOVERNING } from './operations/governing.ts';
import { HANDING_IN } from './operations/handing-in.ts';
import { JUDGING } from './operations/judging.ts';
import type { DocumentedRoute, Operation } from './operations/operation.ts';

/** Every operation of the API; the compiler asks for one for each route in the table of rights. */
export const OPERATIONS: Readonly<Record<DocumentedRoute, Operation>> = { ...HANDING_IN, ...JUDGING, ...GOVERNING };
