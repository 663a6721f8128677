/** Headers for everything; pages get their Content-Security-Policy, with a nonce, from proxy.ts. */
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=()' },
];

/** What the API answers is never a page: nothing in it may load or run anything. */
const apiHeaders = [
  { key: 'Content-Security-Policy', value: "default-src 'none'; frame-ancestors 'none'; sandbox" },
  { key: 'Cache-Control', value: 'no-store' },
];

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Loaded by Node as they are: native or WebAssembly parts, or files that they look for at run time.
  serverExternalPackages: ['pg', 'pg-boss', '@prisma/client', '@prisma/adapter-pg', '@cyclonedx/cyclonedx-library', 'ajv', 'libxml2-wasm'],
  // Types are checked by `npm run check:types`, once, for the whole project.
  typescript: { ignoreBuildErrors: true },
  experimental: { authInterrupts: true, optimizePackageImports: ['@tabler/icons-react', '@mantine/core', '@mantine/hooks'] },
  // Browsers ask for it where no page names an icon: beside an answer of the API, or a file that is shown.
  async rewrites() {
    return [{ source: '/favicon.ico', destination: '/icon.svg' }];
  },
  async headers() {
    return [
      { source: '/(.*)', headers: securityHeaders },
      { source: '/api/v1/(.*)', headers: apiHeaders },
    ];
  },
};

export default config;
