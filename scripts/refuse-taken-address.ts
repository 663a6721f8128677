import { createServer } from 'node:net';

const MAX_PORT = 65_535;

/** Where the web server shall listen. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Asks before anything is started whether the web server will be able to listen. @throws Error that says why not, and what to set */
export async function refuseTakenAddress({ host, port }: Address): Promise<void> {
  if (!Number.isInteger(port) || port < 1 || port > MAX_PORT) throw new Error(`PORT has to be a number from 1 to ${MAX_PORT}.`);
  const server = createServer();
  const failure = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    server.once('error', resolve);
    server.listen({ host, port }, () => resolve(undefined));
  });
  if (failure !== undefined) throw new Error(`${reasonOf(failure, { host, port })} Nothing was started.`);
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

function reasonOf({ code, message }: NodeJS.ErrnoException, { host, port }: Address): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is in use by another program, perhaps another Assay. Stop that one, or start with another port, such as PORT=${port === MAX_PORT ? port - 1 : port + 1}.`;
    case 'EACCES':
      return `This user may not listen on port ${port}. Start with one above 1023, such as PORT=3000.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `This computer has no address ${host} (${code}). Set HOST to one of its own, such as 127.0.0.1, or 0.0.0.0 for all of them.`;
    default:
      return `Nothing can listen on port ${port} of ${host}: ${message}.`;
  }
}
