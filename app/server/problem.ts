import { randomUUID } from 'node:crypto';
import { ZodError } from 'zod';
import { AccessRefused, type RefusalCode } from '#lib/auth/principal.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { BadCursor } from '#lib/store/page.ts';
import { viewerTexts } from './texts.ts';

export type ProblemCode = keyof Catalogue['api'];

const STATUS: Readonly<Record<ProblemCode, number>> = {
  notSignedIn: 401,
  passwordChangeRequired: 403,
  notAllowed: 403,
  tokenScope: 403,
  crossSite: 403,
  tooManyRequests: 429,
  notFound: 404,
  unknownPath: 404,
  nothingExpected: 404,
  nothingObserved: 404,
  notAttested: 404,
  invalidInput: 400,
  unknownParameter: 400,
  noParameters: 400,
  unsupportedMediaType: 415,
  compressedBody: 415,
  bodyTooLarge: 413,
  emptyBody: 400,
  brokenOff: 400,
  conflict: 409,
  idempotencyMismatch: 409,
  gone: 410,
  wrongSecret: 403,
  tooManyOpen: 429,
  overBudget: 503,
  ours: 500,
};

const REFUSALS: Readonly<Record<RefusalCode, ProblemCode>> = {
  'not-signed-in': 'notSignedIn',
  'password-change-required': 'passwordChangeRequired',
  'not-allowed': 'notAllowed',
  'token-scope': 'tokenScope',
  'cross-site': 'crossSite',
  'too-many-requests': 'tooManyRequests',
};

/** A request that can't be answered as asked; becomes a problem document. */
export class RequestProblem extends Error {
  readonly code: ProblemCode;
  readonly values: Readonly<Record<string, string | number>>;

  constructor(code: ProblemCode, values: Readonly<Record<string, string | number>> = {}) {
    super(code);
    this.name = 'RequestProblem';
    this.code = code;
    this.values = values;
  }
}

/** The answer for anything that was thrown. What isn't known is ours: logged with a reference, and told without its text. */
export async function problemResponse(error: unknown): Promise<Response> {
  if (error instanceof RequestProblem) return response(error.code, error.values);
  if (error instanceof BadCursor) return response('invalidInput', { problems: 'cursor: not one that this list gave out' });
  if (error instanceof ZodError) return response('invalidInput', { problems: zodProblems(error) });
  if (error instanceof AccessRefused) {
    const headers = new Headers();
    if (error.code === 'not-signed-in') headers.set('www-authenticate', 'Bearer');
    if (error.retryAfterSeconds !== null) headers.set('retry-after', String(error.retryAfterSeconds));
    return response(REFUSALS[error.code], { right: error.right ?? '' }, headers);
  }
  const reference = randomUUID();
  console.error(`[${reference}]`, error);
  return response('ours', { reference });
}

function zodProblems(error: ZodError): string {
  return error.issues.map(({ path, message }) => `${path.length === 0 ? 'the body' : path.join('.')}: ${message}`).join('; ');
}

/** A problem document. @spec RFC 9457 section 3; `fix` is an extension member */
async function response(code: ProblemCode, values: Readonly<Record<string, string | number>>, headers = new Headers()): Promise<Response> {
  const texts = (await viewerTexts()).api[code];
  headers.set('content-type', 'application/problem+json');
  const body = {
    type: `urn:assay:problem:${code.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    title: texts.title,
    status: STATUS[code],
    detail: fill(texts.detail, values),
    fix: fill(texts.fix, values),
  };
  return new Response(JSON.stringify(body), { status: STATUS[code], headers });
}
