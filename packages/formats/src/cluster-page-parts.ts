/** Style and script of the page of clusters. The script only hides, shows and moves the focus: the page is whole without it. */
export const style = `
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif }
body { max-width: 75rem; margin: 0 auto; padding: 1rem }
h1 { font-size: 1.4rem } h2 { font-size: 1rem; margin: 0 0 .4rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem } dt { color: color-mix(in srgb, CanvasText 75%, Canvas) } dd { margin: 0; font-variant-numeric: tabular-nums }
.bar { position: sticky; top: 0; display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; padding: .5rem 0; background: Canvas; border-bottom: 1px solid GrayText; z-index: 1 }
section { content-visibility: auto; contain-intrinsic-size: auto 16rem; border: 1px solid GrayText; border-radius: .4rem; padding: .7rem; margin: 1rem 0 }
section:focus { outline: 3px solid Highlight }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: .2rem .6rem; border-top: 1px solid color-mix(in srgb, GrayText 40%, transparent) }
th { font-weight: 600; white-space: nowrap } thead th { white-space: normal }
mark { background: #ffe08a; color: #222; border-radius: .2rem }
.why { margin: .4rem 0 0; padding-left: 1.2rem }
[hidden] { display: none }
`;

export const script = `
const bar = document.querySelector('.bar'), sections = [...document.querySelectorAll('section')];
const [text, kind] = bar.querySelectorAll('input, select'), told = bar.querySelector('[role=status]');
const texts = sections.map((section) => section.textContent.toLowerCase());
bar.hidden = false;
let timer;
const show = () => {
  const words = text.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  sections.forEach((section, i) => {
    section.hidden = !(kind.value === 'all' || section.dataset.kind === kind.value) || !words.every((word) => texts[i].includes(word));
    if (!section.hidden) shown++;
  });
  told.textContent = shown + ' of ' + sections.length;
};
text.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(show, 120); });
kind.addEventListener('change', show);
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches('input, select')) { if (event.key === 'Escape') event.target.blur(); return; }
  if (event.key === '/') { event.preventDefault(); text.focus(); return; }
  const step = { j: 1, k: -1 }[event.key];
  if (!step) return;
  const open = sections.filter((section) => !section.hidden), at = open.indexOf(document.activeElement.closest('section'));
  const next = open[at === -1 ? (step === 1 ? 0 : open.length - 1) : at + step];
  if (next) { next.focus(); next.scrollIntoView({ block: 'start' }); scrollBy(0, -bar.offsetHeight - 8); }
});
show();
`;
