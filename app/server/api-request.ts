/** What routes of the API read of a request: less than Next's requests have, so that one that doesn't come through Next needs no more. */
export interface ApiRequest {
  readonly method: string;
  readonly headers: Pick<Headers, 'get'>;
  readonly body: Octets | null;
  readonly nextUrl: { readonly searchParams: URLSearchParams };
}

/** A body as it comes. Web streams are async iterable in Node; the DOM's type doesn't say so. */
export type Octets = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;
