import { type Credential, ElsevierError } from '@scopekit/elsevier-http';

/** What of a configuration of pybliometrics can be used here. */
export interface PybliometricsConfig {
  readonly credentials: readonly Credential[];
  /** Lines of `config.toml` that do the same as its other settings. */
  readonly otherwise: readonly string[];
}

/**
 * Reads `pybliometrics.cfg`: the first tokens belong to the first keys.
 *
 * @throws ElsevierError `bad-input` when it holds no key; values are not repeated.
 * @see https://pybliometrics.readthedocs.io/en/stable/configuration.html
 */
export function readPybliometricsConfig(text: string): PybliometricsConfig {
  const sections = sectionsOf(text);
  const listed = (name: string) => (sections.authentication?.[name] ?? '').split(',').map((item) => item.trim());
  const keys = listed('apikey').filter(Boolean);
  const tokens = listed('insttoken');
  if (!keys.length)
    throw new ElsevierError({
      reason: 'bad-input',
      message: 'That file holds no APIKey in a section [Authentication].',
      next: 'It is usually ~/.config/pybliometrics.cfg.',
    });
  const { timeout, retries } = sections.requests ?? {};
  const { https, http } = sections.proxy ?? {};
  return {
    credentials: keys.map((key, i) => ({ key, ...(tokens[i] ? { insttoken: tokens[i] } : {}) })),
    otherwise: [
      ...(Number(timeout) > 0 ? [`timeout_ms = ${Math.round(Number(timeout) * 1000)}`] : []),
      ...(Number.isInteger(Number(retries)) && retries ? [`retries = ${Number(retries)}`] : []),
      ...(https || http ? ['proxy = "…"   # as [Proxy] has it; or set HTTPS_PROXY'] : []),
    ],
  };
}

/** Sections and names in lower case, as Python's configparser reads them: `=` or `:`, comments on lines of their own, indented lines go on. */
function sectionsOf(text: string): Record<string, Record<string, string>> {
  const sections: Record<string, Record<string, string>> = {};
  let section: Record<string, string> = {};
  let name: string | undefined;
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const [, title] = /^\[([^\]]+)\]/.exec(line) ?? [];
    const [, key, value = ''] = /^([^=:\s][^=:]*?)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    if (/^\s*[#;]/.test(line) || !line.trim()) continue;
    if (title !== undefined) {
      section = {};
      sections[title.trim().toLowerCase()] = section;
      name = undefined;
    } else if (/^\s/.test(line) && name !== undefined) {
      section[name] = `${section[name]} ${line.trim()}`;
    } else if (key !== undefined) {
      name = key.toLowerCase();
      section[name] = value.trim();
    }
  }
  return sections;
}
