import type { Layer } from './call.ts';
import { ElsevierError } from './elsevier-error.ts';
import { mayFollow } from './hosts.ts';

const hops = 3;
const followed = new Set([301, 302, 303, 307, 308]);

/** Follows redirects within the hosts that may see the key, three at most. Any other place gets no request at all. */
export function redirects(trustedHosts: readonly string[]): Layer {
  return async (request, next, call) => {
    let current = request;
    for (let hop = 0; ; hop++) {
      const answer = await next(current, call);
      const location = answer.headers.location;
      if (!followed.has(answer.status) || !location) return answer;
      const from = new URL(current.url);
      const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
      const why = !to
        ? 'an address that cannot be read'
        : hop >= hops
          ? `more than ${hops} places in turn`
          : mayFollow(from, to, trustedHosts)
            ? undefined
            : `${to.origin}, which gets no key`;
      if (why)
        throw new ElsevierError({
          reason: 'redirected',
          message: `The request was forwarded (HTTP ${answer.status}) to ${why}.`,
          api: call.api,
          status: answer.status,
          url: current.url,
        });
      current = { ...current, url: (to as URL).href };
    }
  };
}
