/** Also through a library's proxy: `doi-org.proxy.example.edu`. */
const prefix = /^(?:(?:https?:\/\/)?(?:(?:dx|www)[.-])?doi[.-]org(?:\.[\w.-]+)?\/|info:doi\/|urn:doi:|doi:?\s*)/i;
const shape = /^10\.\d{4,9}(?:\.\d+)*\/\S+$/;

/**
 * A DOI in any form people paste (`https://doi.org/…`, `doi:…`, `DOI 10.…`, `<…>`), as the bare lower-case name.
 *
 * @returns `undefined` when the text is not a DOI, or one that no path can carry (`/../`); never throws.
 * @see https://www.doi.org/doi-handbook/HTML/doi-name-syntax.html
 */
export function parseDoi(text: string): string | undefined {
  let doi = text
    .trim()
    .replace(/^<(.*)>$/, '$1')
    .replace(prefix, '')
    .trim();
  doi = untilStable(doi, decoded);
  doi = untilStable(doi, withoutTrailingPunctuation).toLowerCase();
  return shape.test(doi) && doi.isWellFormed() && !doi.split('/').some((part) => /^\.{1,2}$/.test(part)) ? doi : undefined;
}

function untilStable(text: string, change: (text: string) => string): string {
  const changed = change(text);
  return changed === text ? text : untilStable(changed, change);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A sentence's full stop or an unopened bracket came along when the DOI was copied out of running text. */
function withoutTrailingPunctuation(text: string): string {
  const doi = text.replace(/[.,;:"'’”»\]}\s]+$/, '');
  return doi.endsWith(')') && count(doi, ')') > count(doi, '(') ? doi.slice(0, -1) : doi;
}

const count = (text: string, char: string) => text.split(char).length - 1;

/** A DOI as a part of a path: what has a meaning of its own in addresses (`#`, `?`, `;`) is encoded, its slashes stay. */
export const doiPath = (doi: string): string => doi.split('/').map(encodeURIComponent).join('/');
