import type { z } from 'zod';
import type { ApiRequest } from './api-request.ts';
import { RequestProblem } from './problem.ts';
import { refuseCompressed } from './refuse-compressed.ts';
import { refuseNul } from './refuse-nul.ts';

/** Statements are short; whatever is larger is a mistake or an attack. */
export const MAX_JSON_BODY_BYTES = 64 * 1024;

/** Reads a JSON body, refused while it comes when it is over the limit, and checks it. @throws RequestProblem, ZodError */
export async function readJsonBody<Schema extends z.ZodType>(request: ApiRequest, schema: Schema): Promise<z.infer<Schema>> {
  refuseCompressed(request.headers);
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new RequestProblem('unsupportedMediaType', { expected: 'application/json' });
  return schema.parse(parsed(await readText(request)));
}

async function readText(request: ApiRequest): Promise<string> {
  if (request.body === null) throw new RequestProblem('emptyBody');
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let size = 0;
  // The DOM's type lacks the async iterator that Node's streams have.
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MAX_JSON_BODY_BYTES) throw new RequestProblem('bodyTooLarge', { limit: MAX_JSON_BODY_BYTES });
    text += decode(decoder, chunk);
  }
  return text + decode(decoder);
}

function decode(decoder: TextDecoder, chunk?: Uint8Array): string {
  try {
    return decoder.decode(chunk, { stream: chunk !== undefined });
  } catch {
    throw new RequestProblem('invalidInput', { problems: 'the body is not UTF-8' });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text, withoutNul);
  } catch (error) {
    throw error instanceof RequestProblem ? error : new RequestProblem('invalidInput', { problems: 'the body is not JSON' });
  }
}

function withoutNul(_key: string, value: unknown): unknown {
  if (typeof value === 'string') refuseNul(value);
  return value;
}
