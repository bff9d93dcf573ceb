import { type Author, nameToAuthor, type Provenance, parseDoi, parsePii, plainText, type Work, withoutEmpty } from '@scopekit/record';
import { idsOf, linkOf } from './ids.ts';
import { dayOf, textOf, textsOf, truthOf, type WireNode } from './node.ts';

/**
 * A work as ScienceDirect describes it: an entry of a search, or the `coredata` of an article. What has no home in a work goes
 * to `extra` under Elsevier's name for it.
 */
export function toWork(node: WireNode, from: Provenance): Work {
  const { pii, doi, eid, scopusId, pmid } = idsOf(node);
  const coverDate = dayOf(textOf(node, 'coverDate'));
  const [issn, eissn] = (textOf(node, 'issn') ?? '').split(/[\s,;]+/).filter(Boolean);
  const isbn = textsOf(node, 'isbn')
    .flatMap((text) => text.split(/[\s,;]+/))
    .filter(Boolean);
  const open = truthOf(textOf(node, 'openaccessArticle')) ?? truthOf(textOf(node, 'openaccess'));
  const archive = truthOf(textOf(node, 'openArchiveArticle'));
  const licence = textOf(node, 'openaccessUserLicense');
  const [publisher, api] = [linkOf(node, 'scidir'), linkOf(node, 'self') ?? textOf(node, 'url')?.replace(/^http:/, 'https:')];
  return withoutEmpty({
    eid,
    scopusId,
    doi,
    pii,
    pmid,
    title: plain(textOf(node, 'title')),
    authors: authorsOf(node),
    affiliations: [],
    year: coverDate === undefined ? undefined : Number(coverDate.slice(0, 4)),
    coverDate,
    volume: textOf(node, 'volume'),
    issue: textOf(node, 'issueIdentifier') ?? textOf(node, 'number'),
    issueTitle: plain(textOf(node, 'issueName')),
    articleNumber: textOf(node, 'articleNumber'),
    pageStart: textOf(node, 'startingPage'),
    pageEnd: textOf(node, 'endingPage'),
    source: withoutEmpty({
      title: plain(textOf(node, 'publicationName')),
      type: textOf(node, 'aggregationType'),
      issn,
      eissn,
      isbn,
      publisher: plain(textOf(node, 'publisher')),
    }),
    type: withoutEmpty({ name: textOf(node, 'pubType') }),
    abstract: plain(textOf(node, 'description'))?.replace(/^Abstract\s+/, ''),
    authorKeywords: textOf(node, 'authkeywords')
      ?.split(/\s*\|\s*/)
      .filter(Boolean),
    subjects: textsOf(node, 'subject').map((name) => ({ name })),
    openAccess:
      open === undefined && archive === undefined && !licence
        ? undefined
        : withoutEmpty({ open: open || archive || false, kinds: archive ? ['open archive'] : undefined, licence }),
    rights: withoutEmpty({ statement: plain(textOf(node, 'copyright')) }),
    links: withoutEmpty({ publisher: publisher && withoutTracking(publisher), api }),
    extra: extraOf(node, { doi, pii }),
    from,
  }) as Work;
}

const plain = (text: string | undefined): string | undefined => (text === undefined ? undefined : plainText(text) || undefined);

/** Search answers add where they were asked from. */
function withoutTracking(address: string): string {
  const url = new URL(address);
  url.searchParams.delete('dgcid');
  return url.href;
}

/** One text, a list of texts, or given name and surname; a search without a list of authors has its first one. */
function authorsOf(node: WireNode): Author[] {
  const listed = (node.one('authors')?.all('author') ?? []).map((author) => {
    const [given, family] = [textOf(author, 'given-name'), textOf(author, 'surname')];
    return family ? nameToAuthor(given ? `${family}, ${given}` : family) : author.text ? nameToAuthor(author.text) : undefined;
  });
  const single = listed.length || !node.one('authors')?.text ? [] : [nameToAuthor(node.one('authors')?.text ?? '')];
  const found = [...listed, ...single].filter((author) => author !== undefined);
  return found.length ? found : textsOf(node, 'creator').map(nameToAuthor);
}

const homes = new Set(
  `identifier url doi pii pii-norm eid scopus-id scopus_id pubmed-id pubmed_id title creator authors publicationName aggregationType issn isbn volume issueIdentifier
  number issueName articleNumber startingPage endingPage coverDate pubType description authkeywords subject openaccessArticle openArchiveArticle
  openaccessUserLicense copyright publisher link format`.split(/\s+/),
);

function extraOf(node: WireNode, { doi, pii }: { readonly doi?: string; readonly pii?: string }): Record<string, string> | undefined {
  const extra: Record<string, string> = {};
  for (const child of node.children) {
    const known = homes.has(child.name) || (child.name === 'openaccess' && truthOf(child.text) !== undefined);
    if (!known && child.text) extra[child.name] = extra[child.name] === undefined ? child.text : `${extra[child.name]} | ${child.text}`;
  }
  for (const [name, parsed, parse] of [
    ['pii', pii, parsePii],
    ['doi', doi, parseDoi],
  ] as const) {
    const written = textOf(node, name);
    if (written !== undefined && (parsed === undefined || parse(written) === undefined)) extra[name] = written;
  }
  return Object.keys(extra).length ? extra : undefined;
}
