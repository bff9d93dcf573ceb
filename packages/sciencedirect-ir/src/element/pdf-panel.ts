import { inPath } from '../wire/ids.ts';
import type { AccessMessages } from './messages.ts';
import type { Question } from './question.ts';
import type { AccessResolved } from './resolve.ts';
import { create } from './view.ts';

/** Milliseconds in which something has to come. A browser does not tell a page in a frame from a failure: silence alone is noticed. */
const patience = 10_000;

/** A button that shows the PDF in the page, beside the link to the publisher; nothing is loaded before it is pressed. */
export function pdfPanel({ entitlement }: AccessResolved, { pdf, asker, id, label }: Question, words: AccessMessages): HTMLElement[] {
  const whole = readable(entitlement);
  if (pdf === 'off' || !(whole || (pdf === 'preview' && entitlement === 'no'))) return [];
  const panel = create('div', { part: 'pdf' });
  const button = create('button', { type: 'button', ariaExpanded: 'false' }, whole ? words.showPdf : words.showFirstPage);
  button.onclick = () => {
    const opening = !panel.hasChildNodes();
    button.ariaExpanded = String(opening);
    panel.replaceChildren(...(opening ? viewer() : []));
  };
  return [button, panel];

  function viewer(): HTMLElement[] {
    const problem = create('p', { role: 'status' });
    const watchdog = setTimeout(() => {
      problem.textContent = words.pdfFailed;
    }, patience);
    const query = new URLSearchParams({ httpAccept: 'application/pdf', cdnRedirect: 'true', apiKey: asker.apiKey });
    const frame = create('iframe', {
      src: `${asker.baseUrl}/content/article/${id.kind}/${inPath(id)}?${query}`,
      title: label ? `${words.pdfOf}: ${label}` : words.pdfOf,
      onload: () => {
        clearTimeout(watchdog);
        problem.textContent = '';
      },
    });
    return [problem, frame];
  }
}

export const readable = (entitlement: AccessResolved['entitlement']): boolean => /^(yes|open_access)$/.test(entitlement);
