import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { contentSecurityPolicy } from './app/server/content-security-policy.ts';

/** Gives every page a fresh nonce and the policy that names it. Decides nothing about rights: pages do that themselves. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(18).toString('base64url');
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development');
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  // So that signing in can lead back to the page that was asked for.
  headers.set('x-address', request.nextUrl.pathname + request.nextUrl.search);
  // Next reads the nonce for its own scripts from here.
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

// Not on the API: the proxy would hold and cut the bodies of uploads.
export const config = { matcher: ['/((?!api/|healthz|_next/static|favicon.ico|icon.svg).*)'] };
