import { ElsevierError } from '@scopekit/elsevier-http';
import { isCookiesTxt, ofCookiesTxt, ofJson } from './cookie-files.ts';
import { ofCurl, ofFetch, ofHeader, ofPowerShell } from './copied-requests.ts';
import { type Pasted, pastedForms } from './pasted.ts';

/**
 * Cookies in whatever form a browser, an extension or a tool gives them, found out from the text itself.
 *
 * @param isOurs whether a host belongs to Scopus: of a HAR, nothing else is looked at.
 * @throws ElsevierError `bad-input`; the message repeats nothing of the text.
 */
export function readPasted(given: string, isOurs: (host: string) => boolean): Pasted {
  const text = given.replace(/^\uFEFF/, '').trim();
  const pasted = recognized(text, isOurs);
  if (pasted?.cookies.length) return pasted;
  const form = pasted && pasted.form !== 'header' ? pasted.form : undefined;
  throw new ElsevierError({
    reason: 'bad-input',
    message: form
      ? `There are no cookies of Scopus in this (read as ${form === 'fetch' ? '"Copy as fetch"' : pastedForms[form]}).`
      : 'No cookies were found in this.',
    next: form ? (advice[form] ?? allForms) : allForms,
  });
}

const allForms = `These forms are read: ${Object.values(pastedForms).join(', ')}.`;
const advice: Partial<Record<Pasted['form'], string>> = {
  fetch: 'Of the two kinds of "Copy as fetch" only that for Node.js holds cookies; the other leaves them to the browser.',
  har: 'Browsers leave cookies out of a HAR unless asked: export it "with sensitive data". Copy as cURL is easier.',
};

function recognized(text: string, isOurs: (host: string) => boolean): Pasted | undefined {
  if (/^[[{]/.test(text)) return ofJson(jsonIn(text), isOurs);
  if (/^(?:\$\s+)?curl(?:\.exe)?\s/i.test(text)) return ours(commands(text, /(?:[ \t]*[;&])?[ \t]*\r?\n(?=[ \t]*curl(?:\.exe)?\s)/i).map(ofCurl), isOurs);
  if (/System\.Net\.Cookie\(|WebRequestSession|Invoke-WebRequest/i.test(text))
    return ours(commands(text, /;?[ \t]*\r?\n(?=\$session\s*=\s*New-Object)/i).map(ofPowerShell), isOurs);
  if (/^(?:await\s+)?fetch\(/.test(text))
    return ours(
      commands(text, /;?[ \t]*\r?\n(?=(?:await\s+)?fetch\()/).flatMap((each) => ofFetch(each) ?? []),
      isOurs,
    );
  return isCookiesTxt(text) ? ofCookiesTxt(text) : ofHeader(text);
}

const commands = (text: string, between: RegExp): string[] => text.split(between);

/** Of several copied requests those to Scopus, later cookies in the place of earlier ones; the first of all when none goes there. */
function ours(all: readonly Pasted[], isOurs: (host: string) => boolean): Pasted | undefined {
  const [first, ...others] = all.filter(({ url }) => url === undefined || (URL.canParse(url) && isOurs(new URL(url).hostname)));
  if (!first) return all[0];
  const cookies = new Map([first, ...others].flatMap((each) => each.cookies.map((cookie) => [cookie.name, cookie] as const)));
  return others.length ? { ...Object.assign({}, first, ...others), cookies: [...cookies.values()] } : first;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
