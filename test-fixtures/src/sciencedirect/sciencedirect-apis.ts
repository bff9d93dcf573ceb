import type { Corpus } from '../corpus/corpus.ts';
import type { InventedWork } from '../corpus/work.ts';
import { serviceError, type WireAnswer, type WireRequest } from '../wire/answer.ts';
import { abstractText, articlesOf, coverDate, formattedPii, onlineDate } from './articles.ts';
import { pdf } from './pdf.ts';
import { permissionTree, publicFrom } from './permissions.ts';
import { sciencedirectSearches } from './searches.ts';
import { el, type Tree, toJson } from './tree.ts';
import { invalid, licence, spaces, written } from './written.ts';

/** ScienceDirect, invented: its answers in XML and JSON. JSON of entitlement and permission is constructed; nobody has recorded it. */
export function sciencedirectApis(corpus: Corpus) {
  const articles = articlesOf(corpus);

  /** Subscribers read two of three articles; everybody reads open ones. */
  const mayRead = (work: InventedWork, entitled: boolean) => (work.freeToRead.length ? 'open_access' : entitled && work.index % 3 !== 0);

  function entitlementOf(kind: string, value: string, entitled: boolean): Tree {
    const work = articles.find(kind, value);
    if (!work?.pii) return el('entry', undefined, { status: 'not_found' });
    const verdict = mayRead(work, entitled);
    return el(
      'document-entitlement',
      [
        work.doi ? el('dc:identifier', `http://dx.doi.org/${work.doi}`) : undefined,
        el('prism:url', `https://api.elsevier.com/content/article/pii/${work.pii}`),
        work.doi ? el('prism:doi', work.doi) : undefined,
        el('pii', formattedPii(work.pii)),
        el('pii-norm', work.pii),
        el('scopus_id', work.scopusId),
        work.pmid ? el('pubmed_id', work.pmid) : undefined,
        el('eid', `1-s2.0-${work.pii}`),
        el('entitled', verdict),
        el('message', verdict === false ? 'Requestor is not entitled to the requested resource' : 'Requestor is entitled to the requested resource'),
        el('link', undefined, { rel: 'scidir', href: `https://www.sciencedirect.com/science/article/pii/${work.pii}` }),
      ],
      { status: 'found' },
    );
  }

  function entitlement(request: WireRequest, entitled: boolean, [kind = '', list = '']: readonly string[]): WireAnswer {
    const ids = decodeURIComponent(list).split(',');
    if (ids.length > 100 || (ids.length > 1 && /scopus|pubmed/.test(kind))) return invalid('Too many identifiers');
    const entries = ids.map((id) => entitlementOf(kind, id, entitled));
    const none = entries.length === 1 && entries[0]?.name === 'entry';
    return written(el('entitlement-response', entries, spaces), request, none ? 404 : 200);
  }

  function hosting(request: WireRequest, entitled: boolean, [kind = '', id = '']: readonly string[]): WireAnswer {
    if (!entitled)
      return serviceError(
        403,
        'AUTHORIZATION_ERROR',
        'APIKey with IP address 203.0.113.7 is unrecognized or has insufficient privileges for access to this resource',
      );
    const work = articles.find(kind, decodeURIComponent(id));
    if (!work?.pii) return serviceError(404, 'RESOURCE_NOT_FOUND', 'The resource specified cannot be found.');
    return written(permissionTree(work, formattedPii(work.pii)), request);
  }

  function article(request: WireRequest, entitled: boolean, [kind = '', id = '']: readonly string[]): WireAnswer {
    const work = articles.find(kind, decodeURIComponent(id));
    if (!work?.pii) return serviceError(404, 'RESOURCE_NOT_FOUND', 'The resource specified cannot be found.');
    const full = mayRead(work, entitled) !== false;
    if (/pdf/.test(request.url.searchParams.get('httpAccept') ?? request.headers.accept ?? ''))
      return {
        status: 200,
        headers: {
          'content-type': 'application/pdf',
          'x-els-status': full ? 'OK' : 'WARNING - Response limited to first page because requestor not entitled to resource',
        },
        body: pdf(`${full ? 'All pages' : 'The first page'} of ${work.pii}`),
      };
    const view = request.url.searchParams.get('view') ?? 'META';
    const abstract = view === 'META' ? undefined : work.hasAbstract ? el('dc:description', `\n   ${abstractText(work)}   `) : undefined;
    const doc =
      view === 'FULL'
        ? el('originalText', [el('xocs:doc', [metaTree(work), ...(full ? [el('xocs:serial-item', [el('article', `The full text of ${work.pii}.`)])] : [])])])
        : undefined;
    const tree = el(
      'full-text-retrieval-response',
      [
        coreTree(work, abstract),
        doc,
        el('link', undefined, { rel: 'abstract', href: `https://api.elsevier.com/content/abstract/scopus_id/${work.scopusId}` }),
        el('scopus-id', work.scopusId),
        el('scopus-eid', work.eid),
        work.pmid ? el('pubmed-id', work.pmid) : undefined,
      ],
      { ...spaces, xmlns: 'http://www.elsevier.com/xml/svapi/article/dtd', 'xmlns:xocs': 'http://www.elsevier.com/xml/xocs/dtd' },
    );
    if (!/json/.test(request.url.searchParams.get('httpAccept') ?? request.headers.accept ?? '')) return written(tree, request);
    const json = toJson(tree) as Record<string, unknown>;
    if (view === 'FULL' && full) json.originalText = `The full text of ${work.pii}.`;
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ 'full-text-retrieval-response': json }) };
  }

  function coreTree(work: InventedWork, abstract: Tree | undefined): Tree {
    const open = work.freeToRead.length > 0;
    return el('coredata', [
      el('prism:url', `https://api.elsevier.com/content/article/pii/${work.pii}`),
      work.doi ? el('dc:identifier', `doi:${work.doi}`) : undefined,
      el('eid', `1-s2.0-${work.pii}`),
      work.doi ? el('prism:doi', work.doi) : undefined,
      el('pii', formattedPii(work.pii ?? '')),
      el('dc:title', `${work.title.replace(/<[^>]+>/g, '')} `),
      el('prism:publicationName', work.source.title),
      el('prism:aggregationType', 'Journal'),
      el('pubType', work.type === 're' ? 'rev' : 'fla'),
      el('prism:issn', work.source.issn.replace('-', '')),
      el('prism:volume', work.volume),
      work.issue ? el('prism:number', work.issue) : undefined,
      ...(work.pages ? [el('prism:startingPage', work.pages[0]), el('prism:endingPage', work.pages[1]), el('prism:pageRange', work.pages.join('-'))] : []),
      work.articleNumber ? el('articleNumber', work.articleNumber) : undefined,
      el('dc:format', 'text/xml'),
      el('prism:coverDate', coverDate(work)),
      el('prism:coverDisplayDate', String(work.year)),
      el('prism:copyright', `© ${work.year} ${work.source.publisher}`),
      el('prism:publisher', work.source.publisher),
      ...work.authors.map(({ author }) => el('dc:creator', `${author.family}, ${author.given}`)),
      abstract,
      el('openaccess', open ? '1' : '0'),
      el('openaccessArticle', open),
      el('openaccessType', open ? 'Full' : ''),
      el('openArchiveArticle', false),
      el('openaccessUserLicense', open ? licence : ''),
      el('link', undefined, { rel: 'self', href: `https://api.elsevier.com/content/article/pii/${work.pii}` }),
      el('link', undefined, { rel: 'scidir', href: `https://www.sciencedirect.com/science/article/pii/${work.pii}` }),
    ]);
  }

  function metaTree(work: InventedWork): Tree {
    const open = work.freeToRead.length > 0;
    const from = publicFrom(work);
    return el('xocs:meta', [
      el('xocs:content-type', 'JL'),
      el('xocs:pii-unformatted', work.pii),
      el('xocs:item-stage', 'S300'),
      el('xocs:timestamp', `${coverDate(work)}T11:58:12.393505Z`, { yyyymmdd: coverDate(work).replaceAll('-', '') }),
      el('xocs:orig-load-date', onlineDate(work)),
      el('xocs:available-online-date', onlineDate(work)),
      el('xocs:vor-available-online-date', coverDate(work)),
      el('xocs:open-access', [
        el('xocs:oa-article-status', open ? 'Full' : 'None', { 'is-open-access': open ? '1' : '0', 'is-open-archive': '0' }),
        open ? el('xocs:oa-access-effective-date', `${coverDate(work)}T00:00:00Z`) : undefined,
        el('xocs:oa-user-license', open ? licence : ''),
      ]),
      from ? el('xocs:self-archiving', [el('xocs:sa-start-date', `${from}T00:00:00.000Z`), el('xocs:sa-user-license', licence)]) : undefined,
    ]);
  }

  /** Two figures and a supplement of every third article; one figure of the others. */
  function objectsOf(work: InventedWork) {
    const names = work.index % 3 === 0 ? ['gr1.jpg', 'gr2.jpg', 'mmc1.pdf'] : ['gr1.jpg'];
    return names.map((filename) => ({ filename, eid: `1-s2.0-${work.pii}-${filename}` }));
  }

  /** Object Metadata: constructed after the fields that pybliometrics reads. */
  function objects(request: WireRequest, _entitled: boolean, [kind = '', id = '']: readonly string[]): WireAnswer {
    const work = articles.find(kind, decodeURIComponent(id));
    if (!work?.pii) return serviceError(404, 'RESOURCE_NOT_FOUND', 'The resource specified cannot be found.');
    const attachments = objectsOf(work).map(({ filename, eid }) =>
      el('attachment', [
        el('prism:url', `https://api.elsevier.com/content/object/eid/${eid}`),
        el('eid', eid),
        el('ref', filename.replace(/\.\w+$/, '')),
        el('filename', filename),
        el('mimetype', filename.endsWith('.pdf') ? 'application/pdf' : 'image/jpeg'),
        el('size', '51200'),
        ...(filename.endsWith('.pdf') ? [el('type', 'APPLICATION')] : [el('height', '480'), el('width', '640'), el('type', 'IMAGE-DOWNSAMPLED')]),
      ]),
    );
    return written(el('attachment-metadata-response', [el('coredata', [el('pii', formattedPii(work.pii))]), ...attachments]), request);
  }

  function object(_request: WireRequest, entitled: boolean, [eid = '']: readonly string[]): WireAnswer {
    const [, pii = ''] = /^1-s2\.0-(S[\dX]{16})-/.exec(decodeURIComponent(eid)) ?? [];
    const work = articles.all().get(pii);
    const found = work && objectsOf(work).find((each) => each.eid === decodeURIComponent(eid));
    if (!work || !found) return serviceError(404, 'RESOURCE_NOT_FOUND', 'The resource specified cannot be found.');
    if (mayRead(work, entitled) === false) return serviceError(403, 'AUTHORIZATION_ERROR', 'The requestor is not authorized to access the requested resource');
    return { status: 200, headers: { 'content-type': found.filename.endsWith('.pdf') ? 'application/pdf' : 'image/jpeg' }, body: pdf(found.eid) };
  }

  return { entitlement, hosting, article, objects, object, ...sciencedirectSearches(corpus, articles) };
}
