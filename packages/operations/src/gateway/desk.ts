import { join } from 'node:path';
import { type Clock, ElsevierError, type TrustOptions } from '@scopekit/elsevier-http';
import {
  type Consent,
  consentOf,
  gatewaySession,
  isConsent,
  memorySessions,
  type ReadSession,
  readSession,
  type SessionStatus,
  type SessionStore,
  sessionStatus,
  terms,
} from '@scopekit/export-gateway';
import { parse, stringify } from 'smol-toml';
import { z } from 'zod';
import { privateFile } from '../private-file.ts';
import { consentFile } from './consent-file.ts';

/** What the web export needs of its user: consent and a session. Both are files for the user alone. */
export interface GatewayDesk {
  readonly sessions: SessionStore;
  consent(): Promise<Consent | undefined>;
  /** Records that somebody agreed to {@link terms}. */
  acceptTerms(who: string, now: number): Promise<Consent>;
  /**
   * Stores the session in a text that was copied from a browser.
   *
   * @throws ElsevierError `refused` without consent, `bad-input` naming the cookies that are missing.
   */
  login(text: string, trust: TrustOptions, now: number): Promise<GatewayLogin>;
  status(now: number): Promise<GatewayStatus>;
  /** Removes the session; whether there was one. */
  logout(): Promise<boolean>;
}

export interface GatewayLogin extends SessionStatus {
  /** What the text was. */
  readonly form: ReadSession['form'];
  readonly dropped: ReadSession['dropped'];
}

export interface GatewayStatus {
  readonly terms: { readonly accepted: boolean; readonly who?: string; readonly at?: string; readonly version: string };
  readonly session?: SessionStatus;
}

/** The last moment that a date can name. */
const latest = 8.64e15;
const StoredConsent = z.object({ who: z.string().trim().min(1), at: z.iso.datetime(), version: z.string(), digest: z.string() });
const StoredSession = z.object({
  id: z.string().min(1),
  origin: z.url(),
  userAgent: z.string().optional(),
  savedAt: z.number().min(0).max(latest),
  aheadMs: z.number().min(-latest).max(latest).optional(),
  cookies: z.array(z.object({ name: z.string(), value: z.string(), expiresAt: z.number().optional() })),
});

/** @param folder for state; without one nothing can be kept, and the export stays off. */
export function gatewayDesk(folder: string | undefined): GatewayDesk {
  const place = (name: string, what: string) => {
    if (folder !== undefined) return privateFile(join(folder, name), what);
    throw new ElsevierError({
      reason: 'state',
      message: 'There is no folder to keep a session, a consent and the count of the day in.',
      next: 'Name one with SCOPEKIT_HOME.',
    });
  };
  const consentPlace = () => place(consentFile, 'The consent');
  const sessionFile = () => place('gateway-session.toml', 'The session');

  const sessions: SessionStore = {
    async read() {
      const text = folder === undefined ? undefined : await sessionFile().read();
      return text === undefined ? undefined : gatewaySession(stored(text, StoredSession, sessionFile().path));
    },
    async write(session) {
      await sessionFile().write(`# A session of Scopus, for you alone. scopekit gateway logout removes it.\n${stringify(tidy(session.secrets()))}`);
    },
    clear: async () => (folder === undefined ? undefined : sessionFile().remove()),
  };

  async function consent(): Promise<Consent | undefined> {
    const text = folder === undefined ? undefined : await consentPlace().read();
    return text === undefined ? undefined : stored(text, StoredConsent, consentPlace().path);
  }

  return {
    sessions,
    consent,
    async acceptTerms(who, now) {
      const given = consentOf(who, now);
      await consentPlace().write(
        `# Who agreed to the terms of the Scopus web export. Remove this file to take it back.\n${stringify({ ...given, text: terms.text })}`,
      );
      return given;
    },
    async login(text, trust, now) {
      if (!isConsent(await consent()))
        throw new ElsevierError({
          reason: 'refused',
          message: 'The Scopus web export is off: nobody has accepted its terms here.',
          next: "Elsevier's API is the supported way: scopekit search. If you need the export, scopekit gateway accept-terms shows the terms and asks.",
        });
      const { session, form, dropped } = readSession(text, trust, now);
      await sessions.write(session);
      return { form, dropped, ...sessionStatus(session, now) };
    },
    async status(now) {
      const given = await consent();
      const session = await sessions.read();
      return {
        terms: { accepted: isConsent(given), ...(given ? { who: given.who, at: given.at } : {}), version: terms.version },
        ...(session ? { session: sessionStatus(session, now) } : {}),
      };
    },
    async logout() {
      const was = folder !== undefined && (await sessionFile().read()) !== undefined;
      await sessions.clear();
      return was;
    },
  };
}

/** What a sandbox of this process needs: nobody agrees to the terms of an invention. */
export function inventedDesk(cookieHeader: string, baseUrl: string, clock: Pick<Clock, 'now'>): Pick<GatewayDesk, 'sessions' | 'consent'> {
  const { session } = readSession(cookieHeader, { baseUrl }, clock.now());
  return { sessions: memorySessions(session), consent: async () => consentOf('sandbox', clock.now()) };
}

/** TOML knows no absent value. */
const tidy = <T extends object>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

function stored<Shape extends z.ZodType>(text: string, shape: Shape, path: string): z.output<Shape> {
  const found = shape.safeParse(parsed(text));
  if (found.success) return found.data;
  throw new ElsevierError({
    reason: 'bad-input',
    message: `${path} does not hold what scopekit wrote there.`,
    next: 'Remove it; then log in or accept the terms again.',
  });
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
