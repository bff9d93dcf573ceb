import { parseDoi } from '@scopekit/record';
import type { PlainAction } from '../decision/decide.ts';
import { type AccessMessages, languages, messagesFor } from './messages.ts';
import { pdfPanel, readable } from './pdf-panel.ts';
import { addressOf, noInsttoken, type PageSettings, type Question, questionOf } from './question.ts';
import { type AccessResolved, resolve } from './resolve.ts';
import { create, styles } from './view.ts';

/** Servers that render pages import this module, too. */
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

let page: PageSettings = {};
/** What is told to Elsevier only after the reader agreed; for the page, once. */
let consented = false;
const inPage = new Set<ScienceDirectAccess>();

/** Elements that have not been answered begin anew. */
const again = (): void => {
  for (const element of inPage) element.begin();
};

/** The reader agrees for all elements of this page. Nothing is stored. */
export function grantConsent(): void {
  consented = true;
  again();
}

/**
 * Sets what all elements of the page share.
 *
 * @throws Error when an institution token is among it.
 */
export function configure(settings: PageSettings): void {
  if ('insttoken' in settings) throw new Error(noInsttoken);
  page = { ...page, ...settings };
  again();
}

/** Makes the element speak a language, by its BCP 47 tag (`de`, `pt-BR`); what is left out stays English. */
export function translate(language: string, messages: Partial<AccessMessages>): void {
  languages.set(language.toLowerCase(), messages);
  again();
}

/**
 * `<sciencedirect-access>`: the best link to an article for whoever looks at the page. It asks Article Entitlement from the
 * reader's browser and decides as `decideLinks` does. What stands inside it, a link by DOI, is there from the start, without
 * JavaScript, and stays; links are only ever added.
 *
 * Attributes: `pii`, `doi`, `api-key`, `am-href`, `am-from` (a day, `now`, `not-allowed` or `forthcoming`), `am-license`,
 * `audience` (`public`, `internal`), `pdf` (`off`, `entitled`, `preview`), `consent` (`required`, `ask`), `on-error`
 * (`conservative`, `table3`), `label` (the title), `base-url`. Language: the nearest `lang`.
 *
 * Fires `sciencedirect-access:resolved` with an {@link AccessResolved}.
 *
 * @see https://dev.elsevier.com/tecdoc_ir_cris_vivo.html
 */
export class ScienceDirectAccess extends Base {
  static readonly observedAttributes = 'pii doi api-key base-url am-href am-from am-license audience on-error pdf consent insttoken'.split(' ');

  /** Counts questions: what comes back for an older one is dropped. */
  #turn = 0;
  #agreed = false;
  #answered = false;
  readonly #row = create('div', { part: 'row' });
  readonly #status = create('p', { part: 'status', tabIndex: -1 });

  connectedCallback(): void {
    if (!this.shadowRoot) {
      const root = this.attachShadow({ mode: 'open' });
      root.adoptedStyleSheets = [styles()];
      root.append(create('slot'), this.#row);
    }
    inPage.add(this);
    this.#schedule();
  }

  disconnectedCallback(): void {
    inPage.delete(this);
    this.#turn++;
    this.#row.replaceChildren();
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after) return;
    // who agreed, agreed to this article
    if (/pii|doi|url/.test(name)) this.#agreed = false;
    if (this.isConnected) this.#schedule();
  }

  /** The reader agrees that Elsevier is told of this article: the check begins. */
  grantConsent(): void {
    this.#agreed = true;
    this.begin();
  }

  /** @internal Begins, or begins anew with other settings of the page, unless it has been answered. */
  begin(): void {
    if (!this.#answered) this.#schedule();
  }

  /** Attributes that change together are one question. */
  #schedule(): void {
    this.#answered = false;
    const turn = ++this.#turn;
    queueMicrotask(() => {
      if (turn === this.#turn && this.isConnected) void this.#begin(turn);
    });
  }

  async #begin(turn: number): Promise<void> {
    const [row, status] = [this.#row, this.#status];
    const words = messagesFor(this.closest<HTMLElement>('[lang]')?.lang ?? '');
    const question = questionOf(this, page, (problem) => console.warn(`<sciencedirect-access>: ${problem}`));
    if (!question) return row.replaceChildren();
    if (question.consent !== 'given' && !consented && !this.#agreed) return row.replaceChildren(...(question.consent === 'ask' ? this.#asking(words) : []));
    // a list of results would read all of its verdicts aloud
    status.role = inPage.size === 1 || this.#agreed ? 'status' : null;
    status.textContent = words.checking;
    if (row.childNodes.length !== 1) row.replaceChildren(status);
    const resolved = await resolve(question);
    if (turn !== this.#turn) return;
    this.#answered = true;
    status.textContent = statusText(resolved, words);
    const links = resolved.actions.flatMap((action) => this.#link(action, resolved, question, words) ?? []);
    row.append(...(links.length ? [create('ul', { part: 'links' }, ...links)] : []), ...pdfPanel(resolved, question, words));
    this.dispatchEvent(new CustomEvent<AccessResolved>('sciencedirect-access:resolved', { bubbles: true, composed: true, detail: resolved }));
  }

  /** What the check tells whom, and the button that begins it. */
  #asking(words: AccessMessages): HTMLElement[] {
    const status = this.#status;
    const button = create('button', { type: 'button' }, words.check);
    button.onclick = () => {
      this.grantConsent();
      // the button goes: whoever used the keyboard goes on at what replaces it
      this.#row.replaceChildren(status);
      status.focus();
    };
    status.textContent = words.checkTells;
    return [button, status];
  }

  #link(action: PlainAction, { entitlement }: AccessResolved, { label }: Question, words: AccessMessages): HTMLElement | undefined {
    const isManuscript = action.action === 'hosted-manuscript';
    const isDoi = action.action === 'doi-link';
    if (!(isManuscript || isDoi || action.action === 'publisher-link')) return undefined;
    if (isDoi && [...this.querySelectorAll('a[href]')].some((link) => parseDoi(link.getAttribute('href') ?? '') === parseDoi(action.url))) return undefined;
    const name = isManuscript ? words.manuscript : isDoi ? words.byDoi : readable(entitlement) ? words.read : words.accessOptions;
    const licence = isManuscript && addressOf(action.licence ?? '');
    return create(
      'li',
      {},
      create('a', { href: action.url, part: action.action, ariaLabel: label ? `${name}: ${label}` : null }, name),
      ...(licence ? [' (', create('a', { href: licence, rel: 'license' }, licenceName(licence)), ')'] : []),
    );
  }
}

function statusText({ entitlement, actions }: AccessResolved, words: AccessMessages): string {
  if (readable(entitlement)) return entitlement === 'yes' ? words.entitled : words.openAccess;
  const [first] = actions;
  if (first?.action === 'hosted-manuscript') return words.manuscriptHere;
  if (first?.action === 'metadata-only' && first.availableFrom) return words.availableFrom.replace('{date}', first.availableFrom);
  return entitlement === 'no' ? words.notEntitled : words.failed;
}

/** `CC BY-NC-ND 4.0` for a licence of Creative Commons, else its address. */
function licenceName(address: string): string {
  const [, kind, version] = /creativecommons\.org\/licenses\/([a-z-]+)\/([\d.]+)/.exec(address) ?? [];
  return kind ? `CC ${kind.toUpperCase()} ${version}` : address;
}
