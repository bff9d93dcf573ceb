export interface WireRequest {
  readonly method: string;
  readonly url: URL;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface WireAnswer {
  /** 0: the connection is broken off. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** A line each. */
  readonly setCookies?: readonly string[];
}

export const json = (body: unknown): WireAnswer => ({ status: 200, headers: { 'x-els-status': 'OK' }, body: JSON.stringify(body) });

/** The error envelope of most tiers. Source: recorded 401 and 404 bodies. */
export function serviceError(status: number, statusCode: string, statusText: string, form: 'json' | 'xml' = 'json'): WireAnswer {
  const headers = { 'x-els-status': `${statusCode} - ${statusText}` };
  if (form === 'xml') {
    const body = `<service-error><status><statusCode>${statusCode}</statusCode><statusText>${statusText}</statusText></status></service-error>`;
    return { status, headers: { ...headers, 'content-type': 'text/xml' }, body };
  }
  return { status, headers, body: JSON.stringify({ 'service-error': { status: { statusCode, statusText } } }) };
}
