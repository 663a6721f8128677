import type { z } from 'zod';
import type { RouteKey } from '#lib/auth/route-rights.ts';

/** One route and method, as the OpenAPI document describes it. */
export interface Operation {
  readonly id: string;
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly headers?: readonly Readonly<Record<string, unknown>>[];
  readonly body?: z.ZodType | 'octets';
  readonly success: { readonly status: number; readonly description: string; readonly schema?: z.ZodType; readonly media?: string };
}

/** A route that the document describes. */
export type DocumentedRoute = Extract<RouteKey, `${string} /api/v1/${string}` | `${string} /healthz`>;

/** Some of the operations. */
export type Operations = { readonly [Route in DocumentedRoute]?: Operation };

export function ok(schema: z.ZodType, description = 'the answer'): Operation['success'] {
  return { status: 200, description, schema };
}

export function created(schema: z.ZodType, description: string): Operation['success'] {
  return { status: 201, description, schema };
}

export function download(media: string, description: string): Operation['success'] {
  return { status: 200, description, media };
}
