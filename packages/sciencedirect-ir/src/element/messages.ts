/** What the element says. `{date}` and `{licence}` stand for what is known of the article; a title is added to a link's name. */
export interface AccessMessages {
  readonly checking: string;
  readonly entitled: string;
  readonly openAccess: string;
  readonly notEntitled: string;
  readonly manuscriptHere: string;
  readonly availableFrom: string;
  readonly failed: string;
  readonly read: string;
  readonly accessOptions: string;
  readonly manuscript: string;
  readonly byDoi: string;
  readonly check: string;
  readonly checkTells: string;
  readonly showPdf: string;
  readonly showFirstPage: string;
  readonly pdfOf: string;
  readonly pdfFailed: string;
}

const english: AccessMessages = {
  checking: 'Checking access…',
  entitled: 'You have access.',
  openAccess: 'Open access.',
  notEntitled: 'Your network has no access.',
  manuscriptHere: 'The accepted manuscript is here.',
  availableFrom: 'The accepted manuscript will be here from {date}.',
  failed: 'Access could not be checked.',
  read: 'Read at ScienceDirect',
  accessOptions: 'Access options at ScienceDirect',
  manuscript: 'Accepted manuscript',
  byDoi: 'Article by its DOI',
  check: 'Check access',
  checkTells: 'This tells Elsevier your network address and the article.',
  showPdf: 'PDF on this page',
  showFirstPage: 'First page on this page',
  pdfOf: 'PDF of the article',
  pdfFailed: 'The PDF did not load.',
};

export const languages = new Map<string, Partial<AccessMessages>>();

/** In the language of a tag, or of its first part. */
export function messagesFor(tag: string): AccessMessages {
  const language = tag.toLowerCase();
  return { ...english, ...(languages.get(language) ?? languages.get(language.split('-')[0] as string)) };
}
