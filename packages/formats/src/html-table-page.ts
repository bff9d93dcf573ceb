/** Style and behaviour of the table page: small enough to stand inside it. */
export const style = `
:root{color-scheme:light dark;--line:#8884;--soft:#8881;--accent:#0b63ce}
@media (prefers-color-scheme:dark){:root{--accent:#7db4ff}}
body{font:15px/1.45 system-ui,sans-serif;margin:0 auto;max-width:1400px;padding:1.2rem}
h1{font-size:1.4rem;margin:0 0 .4rem}header p{margin:.1rem 0;overflow-wrap:anywhere}
.filter{display:block;margin:.8rem 0 .3rem}.filter[hidden]{display:none}
input{font:inherit;padding:.35rem .6rem;width:min(32rem,90%);border:1px solid var(--line);border-radius:6px;background:transparent;color:inherit}
.shown{opacity:.75;font-size:.9em}
table{border-collapse:collapse;width:100%}
th{position:sticky;top:0;background:Canvas;text-align:left;border-bottom:2px solid var(--line);padding:.45rem .6rem;white-space:nowrap}
th button{all:unset;cursor:pointer;font-weight:600}th button:focus-visible{outline:2px solid var(--accent)}
th[aria-sort=ascending] button::after{content:" \\2191"}th[aria-sort=descending] button::after{content:" \\2193"}
td{vertical-align:top;border-bottom:1px solid var(--line);padding:.45rem .6rem;overflow-wrap:break-word}
td:last-child{overflow-wrap:anywhere;min-width:8rem}
tbody tr:nth-child(even){background:var(--soft)}
td:first-child{width:42%;min-width:16rem}.n{text-align:right;white-space:nowrap}
a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline}
summary{cursor:pointer;opacity:.75;font-size:.9em}details p{margin:.3rem 0}
footer{margin:1rem 0;opacity:.75;font-size:.9em}
@media (max-width:700px){
table,tbody,tr,td{display:block}
thead tr{display:flex;flex-wrap:wrap;gap:.2rem .8rem;border-bottom:2px solid var(--line)}th{position:static;border:0;padding:.2rem 0}
tbody tr{border-bottom:1px solid var(--line);padding:.6rem}tr[hidden]{display:none}
td{border:0;padding:0}td:first-child{width:auto;min-width:0}
td:nth-child(n+2){display:inline;font-size:.9em;opacity:.85}td:nth-child(n+3)::before{content:" \\00b7  "}td:nth-child(6)::before{content:" \\00b7  cited by "}td:empty{display:none}
}
`;

export const script = `
(function () {
  var body = document.querySelector('tbody');
  var rows = Array.prototype.slice.call(body.querySelectorAll('tr'));
  var shown = document.querySelector('.shown');
  var label = document.querySelector('.filter');
  var input = label.querySelector('input');
  var collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  var fold = function (text) { return text.normalize('NFD').replace(/[\\u0300-\\u036f]/g, '').toLowerCase(); };
  var texts = rows.map(function (row) { var all = row.querySelector('[title]'); return fold(row.textContent + ' ' + (all ? all.title : '')); });
  function say(count) { shown.textContent = !rows.length ? 'No works.' : count === rows.length ? rows.length + ' works' : count + ' of ' + rows.length + ' works'; }
  function filter() {
    var words = fold(input.value).split(/\\s+/).filter(Boolean);
    var count = 0;
    rows.forEach(function (row, i) {
      var match = words.every(function (word) { return texts[i].indexOf(word) >= 0; });
      row.hidden = !match;
      if (match) count++;
    });
    say(count);
  }
  label.hidden = false;
  input.addEventListener('input', filter);
  say(rows.length);
  document.querySelectorAll('th').forEach(function (head, column) {
    var button = document.createElement('button');
    button.textContent = head.textContent;
    head.textContent = '';
    head.appendChild(button);
    button.addEventListener('click', function () {
      var numeric = head.className === 'n';
      var first = numeric ? 'descending' : 'ascending';
      var order = head.getAttribute('aria-sort') === first ? (numeric ? 'ascending' : 'descending') : first;
      document.querySelectorAll('th').forEach(function (other) { other.removeAttribute('aria-sort'); });
      head.setAttribute('aria-sort', order);
      var key = function (row) { var cell = row.cells[column]; return (cell.querySelector('.title') || cell).textContent; };
      rows.slice().sort(function (a, b) {
        var x = key(a), y = key(b);
        if (!x !== !y) return x ? -1 : 1;
        return collator.compare(x, y) * (order === 'ascending' ? 1 : -1);
      }).forEach(function (row) { body.appendChild(row); });
    });
  });
})();
`;
