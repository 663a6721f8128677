'use client';

import { errors } from '#lib/i18n/messages/en/error.ts';

/** Shown when even the layout threw: no providers, no styles, plain words. */
export default function GlobalError({ error }: { readonly error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <main>
          <h1>{errors.serverTitle}</h1>
          <p>{errors.serverWhat}</p>
          <p>{errors.serverSafe}</p>
          <p>{errors.serverDo}</p>
          <p>{error.digest}</p>
        </main>
      </body>
    </html>
  );
}
