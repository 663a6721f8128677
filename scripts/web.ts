import { createServer } from 'node:http';
import next from 'next';
import { answerDirectly } from '#app/server/direct-routes.ts';
import config from '../next.config.js';
import { ROOT } from './root.ts';

/**
 * The web server, on HOST and PORT: Next, and before it the few routes that don't need it (docs/decisions/085-hot-routes-pass-by-next.md).
 * Ends by SIGTERM, once the requests that it has are answered.
 */
const hostname = process.env.HOST ?? '127.0.0.1';
const port = Number(process.env.PORT);
const web = next({ dev: false, dir: ROOT, hostname, port, quiet: true });
await web.prepare();
const answerByNext = web.getRequestHandler();
const headers = await headersOfApi();
const server = createServer((request, response) => {
  if (answerDirectly(request, response, headers)) return;
  answerByNext(request, response).catch((error: unknown) => {
    console.error(error);
    response.destroy();
  });
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close(() => process.exit(0)));
server.listen(port, hostname);

/** What Next sends along with every answer of the API. */
async function headersOfApi(): Promise<Readonly<Record<string, string>>> {
  const rules = await config.headers?.();
  const ours = (rules ?? []).filter(({ source }) => ['/(.*)', '/api/v1/(.*)'].includes(source)).flatMap((rule) => rule.headers);
  return Object.fromEntries(ours.map(({ key, value }) => [key.toLowerCase(), value]));
}
