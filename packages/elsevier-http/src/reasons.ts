/** What each reason means at the edges: exit code of the CLI, code of the MCP server, whether waiting helps, and what to do next. */
export interface Reason {
  readonly exit: number;
  readonly mcp: string;
  /** How often the same request may be sent again by itself; `always` is bounded by `retries`. */
  readonly retry: 'never' | 'twice' | 'always';
  readonly next: string;
}

const reason = (exit: number, mcp: string, retry: Reason['retry'], next: string): Reason => ({ exit, mcp, retry, next });

/**
 * Every way of failing. Covers the error hierarchy that pybliometrics documents (400, 401, 404, 413, 414, 429, server,
 * query with too many results, redirects of a profile that was not merged) and what happens between us and Elsevier.
 */
export const reasons = {
  'bad-input': reason(2, 'BAD_INPUT', 'never', 'Correct the input and ask again.'),
  'bad-id': reason(
    2,
    'BAD_ID',
    'never',
    'Give an EID (2-s2.0-…), Scopus id, DOI, PII or PMID; where digits fit two kinds, prefix them: SCOPUS_ID:… or PMID:….',
  ),
  'bad-request': reason(
    2,
    'QUERY_SYNTAX',
    'never',
    'Usually a query that Scopus cannot read, such as a missing parenthesis. Try it in Advanced Search: https://www.scopus.com/search/form.uri?display=advanced',
  ),
  'too-many-results': reason(2, 'TOO_MANY_RESULTS', 'never', 'Narrow the query, set a limit of at most 5,000, or cut it by year (slice: year).'),
  'too-large': reason(2, 'QUERY_SYNTAX', 'never', 'The request is too complex for the server. Try a simpler query.'),
  'query-too-long': reason(2, 'QUERY_SYNTAX', 'never', 'The query is too long. Break it up into several.'),
  'untrusted-host': reason(
    2,
    'AUTH_MISSING',
    'never',
    'Keys go to api.elsevier.com, to this machine, and to hosts named with --trust-host. If the address is right, add it there.',
  ),
  'key-missing': reason(
    3,
    'AUTH_MISSING',
    'never',
    'Get a key at https://dev.elsevier.com (My API Key) and set ELSEVIER_API_KEY, or try the sandbox, which needs none: scopekit sandbox.',
  ),
  unauthorized: reason(
    3,
    'AUTH_INVALID',
    'never',
    'Check the key at https://dev.elsevier.com/apikey/manage and in ELSEVIER_API_KEY; an institution token works only with the key it was issued for.',
  ),
  'not-entitled': reason(
    3,
    'NOT_ENTITLED',
    'never',
    'Ask from inside the network or VPN of a subscribing institution, or with an institution token. Without one, Scopus Search (view STANDARD, 25 a page) and Abstract Retrieval (view META) still answer.',
  ),
  'service-level': reason(3, 'NOT_ENTITLED', 'never', 'The key may ask for 25 works a page at most: lower the page size, or ask from a subscribing network.'),
  'session-over': reason(3, 'GATEWAY_SESSION', 'never', 'Log in again.'),
  'quota-exceeded': reason(4, 'QUOTA_EXCEEDED', 'never', 'The weekly quota of every key for this API is spent. Wait for the reset, or add a key.'),
  throttled: reason(1, 'THROTTLED', 'always', 'The server found us too fast even after waiting. Try again in a minute, alone.'),
  'not-found': reason(1, 'NOT_FOUND', 'never', 'Check that the identifier still points to the work; Scopus lists some records that cannot be retrieved.'),
  server: reason(
    1,
    'UPSTREAM_DOWN',
    'always',
    'Usually it helps to wait a little. A field code that Scopus does not know is answered like this too: try the query in Advanced Search.',
  ),
  network: reason(1, 'UPSTREAM_DOWN', 'always', 'Check the connection, VPN and proxy, and try again.'),
  certificate: reason(
    1,
    'UPSTREAM_DOWN',
    'never',
    'Something between you and Elsevier inspects connections, or the clock is wrong. Ask your network people for its certificate and name it: --ca-file, ca_file in config.toml, or NODE_EXTRA_CA_CERTS.',
  ),
  proxy: reason(1, 'UPSTREAM_DOWN', 'never', 'Check HTTPS_PROXY (http://user:password@host:port, or socks5://…) and NO_PROXY.'),
  timeout: reason(1, 'UPSTREAM_DOWN', 'always', 'Try again, or allow more time (timeoutMs).'),
  redirected: reason(
    1,
    'UPSTREAM_CHANGED',
    'never',
    'The address forwards to a place that gets no key, or in a circle; Scopus does so for profiles that were not merged properly. Look the record up at scopus.com.',
  ),
  unreadable: reason(
    1,
    'UPSTREAM_CHANGED',
    'twice',
    'Something between you and Elsevier (login page, proxy, firewall) answered instead, or the answer was cut. Try again; if it stays, report it with the request id.',
  ),
  'answer-too-large': reason(
    1,
    'BUDGET',
    'never',
    'Ask for less at once, or for a smaller view. Of a single record it is no answer of Elsevier: look what stands between.',
  ),
  'not-kept': reason(5, 'NOT_KEPT', 'never', 'Ask once without --offline, with the same key, to have it kept.'),
  state: reason(1, 'STATE', 'never', 'What scopekit remembers between its runs cannot be used; the message says which file, and why.'),
  incomplete: reason(5, 'INCOMPLETE', 'never', 'What came is kept. Ask again: the answer may have changed while it was read.'),
  'not-written': reason(1, 'NOT_WRITTEN', 'never', 'Make room, or choose another place.'),
  challenge: reason(6, 'GATEWAY_CHALLENGE', 'never', 'Stop, and go on by hand in the browser.'),
  refused: reason(6, 'DECLINED', 'never', 'This is refused on purpose; the message says why.'),
  cancelled: reason(130, 'CANCELLED', 'never', 'Ask again when you like.'),
} as const satisfies Record<string, Reason>;

export type ReasonName = keyof typeof reasons;
