/** An element with properties and children; texts are only ever texts. Assigning to `part` sets its value, as browsers define. */
export function create<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Partial<Omit<HTMLElementTagNameMap[K], 'part'>> & { readonly part?: string } = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

let sheet: CSSStyleSheet | undefined;

/** Constructed, so that no `style-src` has to allow it; one line of room is kept, so that nothing moves. */
export function styles(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(`
:host { display: block }
[part=row], ul { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25em 1em; min-height: 1.75em; margin: 0; padding: 0; list-style: none }
p { margin: 0 }
a { color: var(--sciencedirect-access-link, LinkText) }
button { font: inherit }
[part=pdf] { flex-basis: 100% }
iframe { width: 100%; height: var(--sciencedirect-access-pdf-height, 70vh) }`);
  }
  return sheet;
}
