import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Credential, ElsevierError } from '@scopekit/elsevier-http';
import { parse, stringify } from 'smol-toml';
import { z } from 'zod';
import type { CredentialSource, Environment } from './config.ts';
import { privateFile } from './private-file.ts';

/** Where `scopekit auth login` puts keys: the keychain of the system where there is one, else a file for the user alone. */
export interface KeyStore {
  read(): Promise<{ readonly credentials: readonly Credential[]; readonly from: CredentialSource } | undefined>;
  /** Replaces all that is stored; gives the place. */
  write(credentials: readonly Credential[]): Promise<CredentialSource>;
  /** Removes all that is stored, from both places. */
  clear(): Promise<void>;
  readonly file: string;
}

/** A keychain of the system. Every method throws where there is none. */
export interface Keychain {
  get(): string | null;
  set(secret: string): void;
  remove(): void;
}

const Stored = z.object({ keys: z.array(z.object({ key: z.string(), insttoken: z.string().optional(), label: z.string().optional() })) });

/**
 * The keychain of the system, by an optional library. On Linux it needs a session bus: without one the library would keep
 * the keys in the kernel, where the next login does not find them.
 */
export async function systemKeychain(
  { DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR }: Environment,
  platform: string,
  account = 'elsevier-keys',
): Promise<Keychain | undefined> {
  if (platform === 'linux' && !DBUS_SESSION_BUS_ADDRESS && !existsSync(`${XDG_RUNTIME_DIR}/bus`)) return undefined;
  const { Entry } = await import('@napi-rs/keyring').catch(() => ({ Entry: undefined }));
  if (!Entry) return undefined;
  const entry = new Entry('scopekit', account);
  return { get: () => entry.getPassword(), set: (secret) => entry.setPassword(secret), remove: () => void entry.deletePassword() };
}

export function keyStore(folder: string, keychain: Keychain | undefined): KeyStore {
  const stored = privateFile(join(folder, 'keys.toml'), 'The keys');
  const file = stored.path;

  /** @throws ElsevierError when older keys stay there, as they would go before the file. */
  function emptyKeychain(): void {
    trying(() => keychain?.remove());
    if (!trying(() => keychain?.get())) return;
    throw new ElsevierError({
      reason: 'not-written',
      message: 'The keychain of this system holds keys of scopekit and lets them be neither changed nor removed.',
      next: 'Unlock it, or remove the entry "scopekit" there by hand; then try again.',
    });
  }

  return {
    file,
    async read() {
      const kept = trying(() => keychain?.get());
      if (kept) return { credentials: readStored(kept, JSON.parse, 'the keychain').keys, from: 'keychain' };
      const text = await stored.read();
      return text === undefined ? undefined : { credentials: readStored(text, parse, file).keys, from: 'keys.toml' };
    },
    async write(credentials) {
      const keys = credentials.map(({ key, insttoken, label }) => ({ key, ...(insttoken ? { insttoken } : {}), ...(label ? { label } : {}) }));
      const inKeychain = trying(() => {
        keychain?.set(JSON.stringify({ keys }));
        return keychain !== undefined && keychain.get() === JSON.stringify({ keys });
      });
      if (inKeychain) {
        await stored.remove();
        return 'keychain';
      }
      emptyKeychain();
      await stored.write(`# Written by scopekit auth login. Keys are personal: this file is for you alone.\n${stringify({ keys })}`);
      return 'keys.toml';
    },
    async clear() {
      await stored.remove();
      emptyKeychain();
    },
  };
}

/** A keychain that refuses (no desktop, locked) is as good as none. */
function trying<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function readStored(text: string, read: (text: string) => unknown, place: string): z.output<typeof Stored> {
  const found = Stored.safeParse(trying(() => read(text)));
  if (!found.success) throw unusable(place, 'it does not hold keys as scopekit auth login writes them');
  return found.data;
}

const unusable = (place: string, why: string) =>
  new ElsevierError({
    reason: 'bad-input',
    message: `The stored keys in ${place} cannot be used: ${why}.`,
    next: 'scopekit auth logout removes them; then log in again.',
  });
