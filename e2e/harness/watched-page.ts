import type { BrowserContext } from '@playwright/test';

/** What a page did that no page of the app may do. */
export interface Watch {
  /** Requests to another origin than the app's. */
  readonly foreign: readonly string[];
  /** Violations of the Content-Security-Policy, and scripts that broke. */
  readonly broken: readonly string[];
}

/** Watches every page of a browser window, from its first request on. */
export function watch(context: BrowserContext, origin: string): Watch {
  const foreign: string[] = [];
  const broken: string[] = [];
  context.on('request', (request) => {
    const url = request.url();
    if (!/^(data|blob|about):/.test(url) && new URL(url).origin !== origin) foreign.push(url);
  });
  context.on('console', (message) => {
    const isViolation = /content security policy|refused to/i.test(message.text());
    const isBroken = message.type() === 'error' && /hydrat|minified react error/i.test(message.text());
    if (isViolation || isBroken) broken.push(message.text());
  });
  context.on('weberror', (error) => {
    broken.push(error.error().message);
  });
  return { foreign, broken };
}
