import { argumentsOfAll, classes, commonMethods, errors, ofScienceDirect, type PeerClass } from './classes.ts';

/** How many members of pybliometrics have a home here, and how many have not. */
export function tally(): { readonly members: number; readonly refused: number } {
  const refused = classes.reduce((sum, { refused: out = {} }) => sum + Object.keys(out).length, 0);
  return { members: classes.reduce((sum, one) => sum + membersOf(one).length, 0) + refused, refused };
}

const membersOf = ({ properties, methods = {}, tuples = {} }: PeerClass): readonly (readonly [string, string])[] => [
  ...Object.entries(properties),
  ...Object.entries(methods).map(([name, ours]) => [`${name}()`, ours] as const),
  ...Object.entries(tuples).flatMap(([tuple, fields]) => Object.entries(fields).map(([field, ours]) => [`${tuple}.${field}`, ours] as const)),
];

/** `docs/from-pybliometrics.md`, made from the data. */
export function page(): string {
  const { members, refused } = tally();
  return `# Coming from pybliometrics

What each class, method and value of [pybliometrics](https://pybliometrics.readthedocs.io) 4.4 is here. Made by \`node --conditions=@scopekit/source examples/from-pybliometrics/write.ts\` from [the data](../examples/from-pybliometrics/classes.ts), which a test compares with what an invented Elsevier answers. ${members} members; ${refused} are left out, each with its reason.

\`\`\`js
import { createScopus } from '@scopekit/scopus-api';

const scopus = createScopus({ keys: [process.env.ELSEVIER_API_KEY] });
for await (const work of scopus.search('TITLE(coral)', { view: 'best', limit: 100 })) console.log(work.eid, work.title);
await scopus.close();
\`\`\`

What is different on purpose: results come one by one, not all at the end, and what was paid for is kept; a request that differs in sort, date, field or view is another request to the cache; quota and pace are shared by all processes of the machine; a spent key rests until its reset; a refusal of a view is not replayed on every key; absent is absent, never \`None\`, \`''\` or an exception.

## Classes

${classes.map(section).join('\n')}
Every class also has these:

${table(Object.entries(commonMethods).map(([name, ours]) => [`\`${name}()\``, shown(ours)]))}

The classes that ask ScienceDirect are functions of \`@scopekit/sciencedirect-ir\`:

${table(Object.entries(ofScienceDirect).map(([name, ours]) => [`\`${name}\``, ours]))}

## Arguments

${table(Object.entries(argumentsOfAll).map(([name, ours]) => [`\`${name}\``, ours]))}

## Errors

One class, \`ElsevierError\`, with a \`reason\` to switch on, \`next\` (what to do) and \`retryAt\`.

${table(Object.entries(errors).map(([name, ours]) => [`\`${name}\``, ours]))}

## From Python and R

The command line writes files that both read; absent values are empty.

\`\`\`python
# scopekit search 'TITLE(coral)' --view best --limit 500 --out works.jsonl
import pandas as pd
works = pd.read_json("works.jsonl", lines=True, dtype={"scopusId": str, "pmid": str})
authors = works.explode("authors")["authors"].apply(pd.Series)

# or straight from a pipe, without a file
import json, subprocess
lines = subprocess.run(["scopekit", "search", "TITLE(coral)", "--limit", "500"], capture_output=True, text=True, check=True).stdout.splitlines()
works = [json.loads(line) for line in lines]
\`\`\`

\`\`\`r
# scopekit search 'TITLE(coral)' --view best --limit 500 --out works.csv --plain
works <- read.csv("works.csv", fileEncoding = "UTF-8", colClasses = c("Scopus.ID" = "character", "PMID" = "character"))
# everything a work has, nested lists included
works <- jsonlite::stream_in(file("works.jsonl"))
\`\`\`
`;
}

function section(one: PeerClass): string {
  const { name, module, ours, refused = {} } = one;
  const rows = membersOf(one).map(([member, at]) => [`\`${member}\``, shown(at)] as const);
  const out = Object.entries(refused).map(([member, why]) => [`\`${member}\``, `_left out:_ ${why}`] as const);
  return `### ${name}\n\n\`${ours}\`${module === 'scopus' ? '' : ` (pybliometrics.${module})`}\n\n${table([...rows, ...out])}\n`;
}

const shown = (ours: string): string => (ours.startsWith('(') ? ours.slice(1, -1) : `\`${ours}\``);

function table(rows: readonly (readonly [string, string])[]): string {
  const cells = rows.map(([theirs, ours]) => [theirs, ours.replaceAll('|', '\\|')] as const);
  return ['| pybliometrics | here |', '| --- | --- |', ...cells.map(([theirs, ours]) => `| ${theirs} | ${ours} |`)].join('\n');
}
