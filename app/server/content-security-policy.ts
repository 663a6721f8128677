/**
 * The policy of every page: scripts and style sheets only from here, or with this response's nonce.
 * Style attributes are allowed because the component library sets them; they can't run anything or reach another host.
 * See docs/decisions/020-mantine-and-csp.md.
 */
export function contentSecurityPolicy(nonce: string, isDevelopment: boolean): string {
  // React's development build evaluates strings to rebuild stack traces; the production build doesn't.
  const development = isDevelopment ? " 'unsafe-eval'" : '';
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development}`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
